import { EMPTIED_MAX_CHARS, isEmptied } from "./emptied-provision.ts";

/** A ranked candidate: what crowding and likeness are judged by. */
export interface Candidate {
  document: number;
  /** Length of the unit's text, by which most candidates are told apart without loading it. */
  chars: number;
  /** The unit's whole text. */
  text: () => string;
  /** Asked for by name: never displaced by crowding. */
  cited: boolean;
}

export interface DiversifyOptions {
  /** How many results are wanted. */
  k: number;
  /** Documents that the question names: their passages are what is asked for, so they never crowd. */
  named: ReadonlySet<number>;
}

/** A candidate that is kept, by its position in the ranking, and the later ones that say the same. */
export interface Kept {
  position: number;
  duplicates: number[];
}

/** Most of the results that one document may fill while another has something about as good to say. */
export const DOCUMENT_SHARE_MAX = 0.8;
/** How far down the ranking, in results wanted, something counts as about as good. */
export const CROWDING_DEPTH = 1.25;
/**
 * Word trigrams in common, of those in either text, from which on two texts are the same to a reader. High, since in law
 * a word or a number can be all the difference.
 */
export const DUPLICATE_SIMILARITY = 0.9;
const SHINGLE_WORDS = 3;

/**
 * Chooses the `k` results from a ranking, best first: a text that repeats an earlier one (the same law in two files) is
 * joined to it, a document that has filled its share lets others pass that stand just below, and a provision that was
 * vetoed or revoked is left out unless it is cited. Otherwise the order stands.
 */
export function diversify(ranked: readonly Candidate[], { k, named }: DiversifyOptions): Kept[] {
  const share = Math.ceil(k * DOCUMENT_SHARE_MAX);
  const depth = Math.ceil(k * CROWDING_DEPTH);
  const kept: (Kept & { text: ComparableText })[] = [];
  const taken = new Map<number, number>();
  const keep = (position: number, candidate: Candidate): void => {
    if (kept.length >= k) return;
    const { chars, text, cited } = candidate;
    if (!cited && chars <= EMPTIED_MAX_CHARS && isEmptied(text())) return;
    const comparable = comparableText(chars, text);
    const twin = kept.find((other) => saysTheSame(other.text, comparable));
    if (twin !== undefined) {
      twin.duplicates.push(position);
      return;
    }
    kept.push({ position, duplicates: [], text: comparable });
    taken.set(candidate.document, (taken.get(candidate.document) ?? 0) + 1);
  };

  const waiting: [number, Candidate][] = [];
  for (const [position, candidate] of ranked.entries()) {
    const { document, cited } = candidate;
    const crowds = (taken.get(document) ?? 0) >= share && !cited && !named.has(document);
    if (crowds || position >= depth) waiting.push([position, candidate]);
    else keep(position, candidate);
  }
  for (const [position, candidate] of waiting) keep(position, candidate);
  return kept.map(({ position, duplicates }) => ({ position, duplicates }));
}

interface ComparableText {
  chars: number;
  /** Made only for texts of about the same length: most never need them. */
  shingles: () => ReadonlySet<string>;
}

/** Texts whose lengths differ by more than this cannot have enough in common; words vary in length, hence the slack. */
const LENGTH_RATIO_MIN = DUPLICATE_SIMILARITY * 0.9;

function comparableText(chars: number, text: () => string): ComparableText {
  let shingles: ReadonlySet<string> | null = null;
  return {
    chars,
    shingles: () => {
      shingles ??= shinglesOf(text());
      return shingles;
    },
  };
}

function saysTheSame(a: ComparableText, b: ComparableText): boolean {
  if (Math.min(a.chars, b.chars) < LENGTH_RATIO_MIN * Math.max(a.chars, b.chars)) return false;
  return similarity(a.shingles(), b.shingles()) >= DUPLICATE_SIMILARITY;
}

/** A text's runs of three words, marks and case apart; a shorter text is one run. */
function shinglesOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const last = Math.max(1, words.length - SHINGLE_WORDS + 1);
  return new Set(Array.from({ length: last }, (_, at) => words.slice(at, at + SHINGLE_WORDS).join(" ")));
}

/** Jaccard similarity; 0 without counting where the sizes alone rule out a duplicate. */
function similarity(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a];
  if (small.size < DUPLICATE_SIMILARITY * large.size) return 0;
  let common = 0;
  for (const shingle of small) if (large.has(shingle)) common += 1;
  return common / (small.size + large.size - common);
}
