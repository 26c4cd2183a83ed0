import { incisoMark, PROVISION_DEPTH, paragraphMark } from "../legal/provisions.ts";
import type { LegalReference } from "../legal/references.ts";
import type { QuoteSegment } from "./quote-segments.ts";

/** What of a unit a question cites; all null where it cites the whole. */
export type CitedPart = Pick<LegalReference, "paragraph" | "inciso" | "alinea">;

/** The ranks of what an article may have, the outer before the inner. */
const RANKS = ["paragraph", "inciso", "alinea"] as const;

/**
 * Index of the segment that is the cited provision: the alínea within its inciso within its §, as far as each is cited.
 * Null where no part is cited or the unit does not have it.
 */
export function findCitedSegment(segments: readonly QuoteSegment[], cited: CitedPart): number | null {
  const { found, missing } = followCitation(segments, cited);
  return missing === null ? found : null;
}

/** What is cited of a unit that does not have it. */
export interface MissingPart {
  /** As far as the unit has what is cited: the § that lacks the inciso; all null where it lacks the outermost part. */
  held: CitedPart;
  /** Index of the segment that is `held`, null for the unit. */
  heldSegment: number | null;
  /** The outermost part that is missing, alone. */
  missing: CitedPart;
}

const HEAD = /^["“‘]?Art\b/iu;
const NOTHING: CitedPart = { paragraph: null, inciso: null, alinea: null };

/**
 * The part that a question cites and the unit does not have; null where it has all that is cited. What is marked in
 * another way than laws are (`Art. 1º, I: a;`) is not said to be missing, nor is anything of an article that quotes others.
 */
export function findMissingPart(segments: readonly QuoteSegment[], cited: CitedPart): MissingPart | null {
  const { found, missing } = followCitation(segments, cited);
  if (missing === null || segments.slice(1).some(({ text }) => HEAD.test(text))) return null;
  const within = found === null ? [...segments.keys()] : withDescendants(segments, found);
  const text = within.map((index) => segments[index]?.text ?? "").join("\n");
  if (looseMark(missing, cited[missing] ?? "").test(text)) return null;
  const held = Object.fromEntries(RANKS.slice(0, RANKS.indexOf(missing)).map((rank) => [rank, cited[rank]]));
  return {
    held: { ...NOTHING, ...held },
    heldSegment: found,
    missing: { ...NOTHING, [missing]: cited[missing] },
  };
}

function followCitation(
  segments: readonly QuoteSegment[],
  cited: CitedPart,
): { found: number | null; missing: (typeof RANKS)[number] | null } {
  let found: number | null = null;
  for (const rank of RANKS) {
    const value = cited[rank];
    if (value === null) continue;
    const mark = markOf(rank, value);
    const candidates: number[] = found === null ? [...segments.keys()] : withDescendants(segments, found);
    const strict = candidates.filter((index) => index !== found && mark.test(segments[index]?.text ?? ""));
    const marked = strict.length > 0 || rank !== "paragraph" ? strict : insertedWithoutDash(segments, value);
    // An inciso cited without a § is the caput's; only where that has none of the number is it that of a §.
    const next =
      (cited.paragraph === null ? marked.find((index) => !isUnderParagraph(segments, index)) : undefined) ??
      marked[0];
    if (next === undefined) return { found, missing: rank };
    found = next;
  }
  return { found, missing: null };
}

/** `§ 2º A A pena …` behind a `§ 2º` is the § 2º-A of a file that has lost its dashes; the first begins with an `A`. */
function insertedWithoutDash(segments: readonly QuoteSegment[], paragraph: string): number[] {
  const [number = "", letter] = paragraph.split("-");
  if (letter === undefined) return [];
  const first = segments.findIndex(({ text }) => paragraphMark(number, "u").test(text));
  const mark = new RegExp(String.raw`^\s*§\s*${number}[ºo°]?\s${letter}[\s.]+[\p{Lu}(]`, "u");
  return first === -1
    ? []
    : [...segments.keys()].filter((index) => index > first && mark.test(segments[index]?.text ?? ""));
}

function markOf(rank: (typeof RANKS)[number], value: string): RegExp {
  if (rank === "paragraph") return paragraphMark(value, "u");
  if (rank === "inciso") return incisoMark(value, "u");
  return new RegExp(String.raw`^["“‘(]?${value}\s*\)`, "u");
}

/** Finds what may be meant as such a provision, wherever it stands in a line. */
function looseMark(rank: (typeof RANKS)[number], value: string): RegExp {
  const before = String.raw`(?:^|[\n.;:,)”"]|\s(?:e|ou))\s*["“‘(]?`;
  if (rank === "paragraph")
    return value === "único"
      ? /(?:^|[\n.;:)”"])\s*["“]?par[aá]grafo\s+[uú]nico/iu
      : new RegExp(String.raw`${before}§+\s*${value.replace("-", "[ºo°]?\\s?-?\\s?")}(?!\d)`, "u");
  if (rank === "inciso") return new RegExp(String.raw`(?<![\p{L}\d-])${value}\s*[-–—.):]`, "u");
  return new RegExp(String.raw`${before}["“‘']?${value}["”’']?\s?(?:\)|[-–—]\s)`, "u");
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
