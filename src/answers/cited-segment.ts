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
  for (const mark of [paragraphMark(cited.paragraph), incisoMark(cited.inciso), alineaMark(cited.alinea)]) {
    if (mark === null) continue;
    const from: number = found === null ? 0 : found + 1;
    const next = segments.findIndex(({ text }, index) => index >= from && mark.test(text));
    if (next === -1) return null;
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

function paragraphMark(paragraph: string | null): RegExp | null {
  if (paragraph === null) return null;
  if (paragraph === "único") return /^par[aá]grafo [uú]nico/iu;
  return new RegExp(String.raw`^§\s*${paragraph}(?!\d)`, "u");
}

function incisoMark(inciso: string | null): RegExp | null {
  return inciso === null ? null : new RegExp(String.raw`^${inciso}\s*[-–—.)]`, "u");
}

function alineaMark(alinea: string | null): RegExp | null {
  return alinea === null ? null : new RegExp(String.raw`^${alinea}\s*\)`, "u");
}
