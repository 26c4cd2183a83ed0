import type { Evidence, EvidencePassage } from "../../retrieval/evidence.ts";
import type { Passage } from "../../retrieval/passage-store.ts";
import type { NumberedPassage } from "./numbered-passage.ts";

/** A unit up to this length is shown whole. */
const WHOLE_UNIT_MAX_CHARS = 3000;

/** Between two chunks that do not follow one another. */
const OMISSION = "[…]";

/**
 * The passages of the evidence, numbered by rank from 1: a short unit whole; of a long one its head, the best chunk and
 * its neighbours, in the unit's order.
 * @param loadUnit all chunks of a unit, in order
 */
export function numberPassages(
  evidence: Pick<Evidence, "passages">,
  loadUnit: (unitId: number) => readonly Passage[],
): NumberedPassage[] {
  return evidence.passages.map((passage, index) => {
    const { document, unit, best } = passage;
    const shown = chooseChunks(passage, loadUnit(passage.unitId));
    return {
      number: index + 1,
      document: { path: document.path, title: document.title },
      unit,
      path: best.path,
      rubric: best.rubric,
      pageFrom: shown[0]?.page_from ?? null,
      pageTo: shown.at(-1)?.page_to ?? null,
      text: joinChunks(shown),
    };
  });
}

function chooseChunks({ best, context }: EvidencePassage, unit: readonly Passage[]): readonly Passage[] {
  const chars = unit.reduce((sum, { text }) => sum + text.length, 0);
  if (unit.length > 0 && chars <= WHOLE_UNIT_MAX_CHARS) return unit;
  const byId = new Map([...context, best].map((chunk) => [chunk.id, chunk]));
  return [...byId.values()].sort((a, b) => a.id - b.id);
}

function joinChunks(chunks: readonly Passage[]): string {
  return chunks
    .map(({ id, text }, index) => {
      const before = chunks[index - 1];
      if (before === undefined) return text;
      return before.id === id - 1 ? `\n${text}` : `\n${OMISSION}\n${text}`;
    })
    .join("");
}
