import { type CitedPart, findCitedSegment, withDescendants } from "./cited-segment.ts";
import { cutQuoteSegments, type QuoteSegment } from "./quote-segments.ts";

/** Words taken from a passage exactly as they stand there. */
export interface Quote {
  text: string;
  /** Something of the passage is left out between the quote before this one and this one. */
  gapBefore: boolean;
}

/** What is quoted of a unit, in its order. */
export interface QuoteSelection {
  quotes: Quote[];
  /** Something stands behind the last quote. */
  gapAfter: boolean;
}

export interface SelectQuotesOptions {
  /** The text of a unit. */
  text: string;
  /** What the question asks for: terms with their weights (inverse document frequency). */
  terms: ReadonlyMap<string, number>;
  /** Text → terms, as the question was analysed. */
  analyze(text: string): readonly string[];
  /** What of the unit the question cites, none where it cites none of it or the whole. */
  cited: readonly CitedPart[];
  /** Room for the quotes together. */
  maxChars: number;
}

/** Where more of the room than this is left, what is too long for it is cut rather than left out. */
const MIN_EMPTY_ROOM = 0.75;

/**
 * The decisive parts of a unit, in its own order: the provision that the question cites; else the whole where there is
 * room; else its head and the provisions that share the most with the question, each with the provisions above it, or,
 * where the head announces a list that is what is asked for (`… direito a:`), the list from its beginning.
 */
export function selectQuotes(options: SelectQuotesOptions): QuoteSelection {
  const segments = cutQuoteSegments(options.text);
  const chosen = new Set<number>();
  // Each segment costs one character more than it has, for what parts it from the next; the last has no next.
  let room = options.maxChars + 1;

  const add = (index: number): void => {
    const missing = withAncestors(segments, index).filter((i) => !chosen.has(i));
    const cost = missing.reduce((sum, i) => sum + (segments[i]?.text.length ?? 0) + 1, 0);
    if (cost > room) return;
    room -= cost;
    for (const i of missing) chosen.add(i);
  };

  let cut: number | null = null;
  const cited = options.cited.flatMap((part) => findCitedSegment(segments, part) ?? []);
  const [firstCited] = cited;
  if (firstCited === undefined) {
    const ranked = [0, ...rankSegments(segments, options)];
    for (const index of ranked) add(index);
    // A heading alone says nothing: the most decisive part that is too long for the room is quoted up to where it ends.
    const tooLong = ranked.find((index) => !chosen.has(index));
    if (tooLong !== undefined && chosen.size > 0 && room > options.maxChars * MIN_EMPTY_ROOM) {
      cut = withAncestors(segments, tooLong).findLast((index) => !chosen.has(index)) ?? tooLong;
      chosen.add(cut);
    }
  } else {
    for (const index of cited.flatMap((part) => withDescendants(segments, part))) add(index);
    // Where a long head leaves no room for what is cited, that stands alone: it is what was asked for.
    if (!chosen.has(firstCited)) {
      const text = cutAtWord(segments[firstCited]?.text ?? "", options.maxChars);
      return { quotes: [{ text, gapBefore: firstCited > 0 }], gapAfter: firstCited < segments.length - 1 };
    }
  }
  const head = segments[0]?.text ?? "";
  if (chosen.size === 0 && head !== "") {
    return { quotes: [{ text: cutAtWord(head, options.maxChars), gapBefore: false }], gapAfter: true };
  }

  const ordered = [...chosen].sort((a, b) => a - b);
  const quotes = ordered.map((index, i) => ({
    text: index === cut ? cutAtWord(segments[index]?.text ?? "", room - 1) : (segments[index]?.text ?? ""),
    gapBefore:
      index !== (i === 0 ? 0 : (ordered[i - 1] ?? 0) + 1) ||
      (i > 0 && ordered[i - 1] === cut && cut !== null),
  }));
  return { quotes, gapAfter: ordered.at(-1) !== segments.length - 1 || ordered.at(-1) === cut };
}

/** The segments worth quoting, the most decisive first; which of them are quoted is a question of room. */
function rankSegments(segments: readonly QuoteSegment[], options: SelectQuotesOptions): Iterable<number> {
  if (options.text.length <= options.maxChars || asksForList(segments, options)) return segments.keys();
  const scored = segments
    .map((segment, index) => ({ index, score: scoreSegment(segment, options) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ index }) => index);
  // Where nothing speaks of the question more than the rest, the unit is quoted from its beginning.
  return scored.length > 0 ? scored : segments.keys();
}

/** Where the head announces a list and already speaks of all that is asked, the list itself is the answer, in order. */
function asksForList(segments: readonly QuoteSegment[], options: SelectQuotesOptions): boolean {
  const [head, ...rest] = segments;
  if (!head?.text.endsWith(":")) return false;
  return rest.every((segment) => heldWeight(segment, options) <= heldWeight(head, options));
}

function withAncestors(segments: readonly QuoteSegment[], index: number): number[] {
  const chain: number[] = [];
  for (let at: number | null = index; at !== null; at = segments[at]?.parent ?? null) chain.push(at);
  return chain;
}

/** A long segment needs to share more with the question than a short one. */
function scoreSegment(segment: QuoteSegment, options: SelectQuotesOptions): number {
  return heldWeight(segment, options) / Math.log(Math.E + segment.text.length / 200);
}

function heldWeight(segment: QuoteSegment, { terms, analyze }: SelectQuotesOptions): number {
  const held = new Set(analyze(segment.text));
  let weight = 0;
  for (const [term, idf] of terms) if (held.has(term)) weight += idf;
  return weight;
}

function cutAtWord(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const end = text.lastIndexOf(" ", maxChars);
  return text.slice(0, end > 0 ? end : maxChars);
}
