import type { CheckedPassage } from "./checked-passage.ts";
import { findQuotation, readQuotation } from "./find-quotation.ts";
import { findQuotationSpans, withoutMarks, withSingleMarks } from "./quotation-spans.ts";

export interface CheckedQuotations {
  /** Quotations that stand in a cited passage are between “ ”; no other double quotation mark is left. */
  text: string;
  citations: number[];
  /** Whether a quotation stands in no passage. */
  altered: boolean;
  /** Passages in which a quotation of the sentence stands. */
  holding: ReadonlySet<number>;
  /** Whether the whole sentence is one quotation that stands in its passage. */
  isQuotation: boolean;
  /** What the sentence says in its own words. */
  ownWords: string;
}

const QUOTATION_ALONE = /^“([^“”]+)”[.,;:]?$/u;

/**
 * Looks for the quotations of a sentence in the passages that it cites. One that stands in another passage alone takes
 * its citation there, instead of those that hold none of the sentence's quotations; one that stands nowhere loses its
 * marks.
 * @param passages all of them, by rank
 */
export function checkQuotations(
  sentence: { text: string; citations: readonly number[] },
  passages: readonly CheckedPassage[],
): CheckedQuotations {
  const { text } = sentence;
  const holding = new Set<number>();
  const moved = new Set<number>();
  const pieces: string[] = [];
  const ownWords: string[] = [];
  let altered = false;
  let from = 0;
  for (const { start, end } of findQuotationSpans(text)) {
    const between = withoutMarks(text.slice(from, start));
    const inner = text.slice(start + 1, end - 1).trim();
    const sought = readQuotation(inner, text.slice(0, start));
    const holders = sought === null ? [] : holdersOf(sought, sentence.citations, passages);
    const [first] = holders;
    from = end;
    pieces.push(between);
    ownWords.push(between);
    if (first === undefined) {
      altered ||= sought !== null;
      pieces.push(withoutMarks(inner));
      ownWords.push(withoutMarks(inner));
      continue;
    }
    if (!sentence.citations.includes(first)) moved.add(first);
    for (const number of holders) holding.add(number);
    pieces.push(`“${withSingleMarks(inner)}”`);
    ownWords.push(" ");
  }
  const rest = withoutMarks(text.slice(from));
  const kept = sentence.citations.filter((number) => moved.size === 0 || holding.has(number));
  const checked = [...pieces, rest].join("").trim();
  return {
    text: checked,
    citations: [...new Set([...kept, ...moved])].sort((a, b) => a - b),
    altered,
    holding,
    isQuotation: QUOTATION_ALONE.test(checked),
    ownWords: [...ownWords, rest].join("").trim(),
  };
}

/** The quotation of a sentence that is nothing else. */
export function bareQuotation(text: string): string {
  return QUOTATION_ALONE.exec(text)?.[1] ?? text;
}

/** The cited passages in which a quotation stands; where it stands in none of them, the best other one. */
function holdersOf(
  sought: Parameters<typeof findQuotation>[0],
  citations: readonly number[],
  passages: readonly CheckedPassage[],
): number[] {
  const holds = (passage: CheckedPassage): boolean => findQuotation(sought, passage.quotable());
  const cited = passages.filter(({ number }) => citations.includes(number)).filter(holds);
  if (cited.length > 0) return cited.map(({ number }) => number);
  const other = passages.find((passage) => !citations.includes(passage.number) && holds(passage));
  return other === undefined ? [] : [other.number];
}
