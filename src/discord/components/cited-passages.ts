import type { Answer, Citation, NearestPassage } from "../../answers/answer.ts";
import type { PassageStore } from "../../retrieval/passage-store.ts";
import { readDocument } from "../../retrieval/read-document.ts";

/** A passage that an answer cites; `isInIndex`: its text is that of the index, and not only what the answer says of it. */
export interface CitedPassage extends NearestPassage {
  isInIndex: boolean;
}

/**
 * The passages that an answer cites, whole as they stand in an index; where that has them no more, in the words that the
 * answer quotes.
 */
export function citedPassages(answer: Answer, store: PassageStore): CitedPassage[] {
  return answer.citations.map((citation) => {
    const text = citation.unit === null ? textOutsideUnits(citation, store) : unitText(citation, store);
    const excerpt = text ?? quoted(answer, citation.number);
    return { citation, excerpt, isInIndex: text !== null };
  });
}

function unitText({ document, unit, path }: Citation, store: PassageStore): string | null {
  const record = store.documents.find((known) => known.path === document.path);
  if (record === undefined || unit === null) return null;
  const ids = store.findUnits(record.id, unit);
  // A document may repeat an article: then it is the one that stands in the same place.
  const same = ids.find((id) => store.passages(store.unit(id).firstChunk, 1)[0]?.path === path) ?? ids[0];
  return same === undefined ? null : store.unitText(same);
}

/** What has no article's name is found by its place in the document. */
function textOutsideUnits({ document, path, pageFrom }: Citation, store: PassageStore): string | null {
  const sections = readDocument(store, document.path)?.sections ?? [];
  const there = sections.filter(
    (section) => section.unit === null && section.path === path && section.pageFrom === pageFrom,
  );
  return there.length === 0 ? null : there.map(({ text }) => text).join("\n");
}

function quoted({ statements }: Answer, number: number): string {
  return statements
    .filter((statement) => statement.quoted && statement.citations.includes(number))
    .map(({ text }) => text)
    .join("\n");
}
