import type { AnswerLinks } from "../answers/answer.ts";
import type { DocumentRecord } from "../domain/meta.ts";
import type { LexicalIndex } from "../lexical/lexical-index.ts";
import { documentRanges } from "../retrieval/document-ranges.ts";
import { matchDocuments } from "../retrieval/document-scope.ts";
import type { PassageStore } from "../retrieval/passage-store.ts";
import { completeUnit } from "./complete-unit.ts";
import { type IndexContents, readContents } from "./index-contents.ts";
import { documentsMeant, type LookUpParts, lookUpCited, lookUpIn } from "./look-up-unit.ts";
import type { LookUps } from "./look-ups.ts";
import { rankChoices, wordsOf } from "./rank-choices.ts";

/** Documents that are told where a name means none. */
const SIMILAR_DOCUMENTS = 3;

/** Looks things up in the passages of one revision. */
export function createLookUps(options: {
  passages: PassageStore;
  links: AnswerLinks;
  /** By which articles are offered for words; without it, for their numbers alone. */
  lexical?: Pick<LexicalIndex, "parse" | "search">;
}): LookUps {
  const { passages: store, links, lexical } = options;
  let kept: IndexContents | null = null;
  const contents = () => {
    kept ??= readContents(store);
    return kept;
  };
  const unitNames = new Map<number, readonly string[]>();
  const namesOf = (document: number): readonly string[] => {
    const names = unitNames.get(document) ?? [...new Set(store.unitNames(document))];
    unitNames.set(document, names);
    return names;
  };
  let ranges: ReturnType<typeof documentRanges> | null = null;
  const findByWords = (document: number, typed: string, limit: number): number[] => {
    ranges ??= documentRanges(store);
    const own = ranges[document]?.units;
    if (lexical === undefined || own === undefined) return [];
    return lexical.search(lexical.parse(typed), limit, [own]).map(({ unit }) => unit);
  };
  const similar = (typed: string): DocumentRecord[] => {
    const { laws, courts } = contents();
    const values = rankChoices([...laws, ...courts], typed, SIMILAR_DOCUMENTS).map(({ value }) => value);
    const found = matchDocuments(values, store.documents).known;
    return found.flatMap((path) => store.documents.find((document) => document.path === path) ?? []);
  };
  const parts: LookUpParts = { store, links, similar };

  return {
    documents: () => contents().lines,
    knownDocuments: (asked) => {
      const { known, unknown } = matchDocuments(asked, store.documents);
      return { known, unknown };
    },
    lookUp: ({ law, unit }) =>
      law === undefined || wordsOf(law).length === 0
        ? lookUpCited(parts, unit)
        : lookUpIn(parts, { law, unit }),
    completeLaw: (typed, limit) => rankChoices(contents().laws, typed, limit),
    completeCourt: (typed, limit) => rankChoices(contents().courts, typed, limit),
    completeUnit: (law, typed, limit) =>
      completeUnit({ store, documents: documentsMeant(parts, law), namesOf, findByWords, typed, limit }),
    completeDocument: (typed, limit) => rankChoices(contents().documents, typed, limit),
  };
}
