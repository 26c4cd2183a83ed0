import { incisoMark, PROVISION_DEPTH, paragraphMark } from "../legal/provisions.ts";
import type { LegalReference } from "../legal/references.ts";
import type { QuoteSegment } from "./quote-segments.ts";

/** What of a unit a question cites; all null where it cites the whole. */
export type CitedPart = Pick<LegalReference, "paragraph" | "inciso" | "alinea">;

/**
 * Index of the segment that is the cited provision: the alínea within its inciso within its §, as far as each is cited.
 * Null where no part is cited or the unit does not have it.
 */
export function findCitedSegment(segments: readonly QuoteSegment[], cited: CitedPart): number | null {
  let found: number | null = null;
  const { paragraph, inciso, alinea } = cited;
  const marks = [
    paragraph === null ? null : paragraphMark(paragraph, "u"),
    inciso === null ? null : incisoMark(inciso, "u"),
    alinea === null ? null : new RegExp(String.raw`^${alinea}\s*\)`, "u"),
  ];
  for (const mark of marks) {
    if (mark === null) continue;
    const candidates: number[] = found === null ? [...segments.keys()] : withDescendants(segments, found);
    // An inciso cited without a § is the caput's, not that of a § which happens to have one of the same number.
    const eligible = candidates.filter((index) => paragraph !== null || !isUnderParagraph(segments, index));
    const next = eligible.find((index) => index !== found && mark.test(segments[index]?.text ?? ""));
    if (next === undefined) return null;
    found = next;
  }
  return found;
}

/** Indices of the segments that stand under one, itself first. */
export function withDescendants(segments: readonly QuoteSegment[], index: number): number[] {
  const under = new Set([index]);
  segments.forEach(({ parent }, i) => {
    if (parent !== null && under.has(parent)) under.add(i);
  });
  return [...under];
}

function isUnderParagraph(segments: readonly QuoteSegment[], index: number): boolean {
  for (let at: number | null = index; at !== null; at = segments[at]?.parent ?? null) {
    if (segments[at]?.depth === PROVISION_DEPTH.paragraph) return true;
  }
  return false;
}
