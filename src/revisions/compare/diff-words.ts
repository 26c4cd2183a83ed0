import { diffArrays } from "diff";
import type { TextChange } from "./revision-diff.ts";

/** A word and what parts it from the one before. */
interface Word {
  word: string;
  gap: " " | "\n";
}

/** Texts that differ by more words than this have nothing worth showing in common; it also bounds the time taken. */
const MAX_EDITED_WORDS = 1200;

/** The words of a text. Where lines break is kept for reading, and makes no difference between texts. */
export function splitIntoWords(text: string): Word[] {
  return [...text.matchAll(/(\s*)(\S+)/g)].map(([, space = "", word = ""]) => ({
    word,
    gap: space.includes("\n") ? "\n" : " ",
  }));
}

/** Whether two texts have the same words; a chunk that is cut elsewhere only moves white space. */
export function haveSameWords(before: string, after: string): boolean {
  return before === after || withPlainSpace(before) === withPlainSpace(after);
}

/** A text with one space between its words. */
export function withPlainSpace(text: string): string {
  return text.trim().replace(/\s+/g, " ");
}

/**
 * Compares two texts word by word (Myers' algorithm). What is the same and what was removed are together the words of
 * `before`, what is the same and what was added those of `after`, in order.
 */
export function diffWords(before: string, after: string): TextChange[] {
  const [old, fresh] = [splitIntoWords(before), splitIntoWords(after)];
  const compared = diffArrays(old, fresh, {
    comparator: (a, b) => a.word === b.word,
    maxEditLength: MAX_EDITED_WORDS,
  });
  const whole = [
    { kind: "removed" as const, words: old },
    { kind: "added" as const, words: fresh },
  ];
  const stretches =
    compared?.map(({ added, removed, value }) => ({
      kind: added ? ("added" as const) : removed ? ("removed" as const) : ("same" as const),
      words: value,
    })) ?? whole;
  return stretches
    .filter(({ words }) => words.length > 0)
    .map(({ kind, words }) => ({ kind, text: join(words) }));
}

/** The gap in front of a stretch's first word is left to whoever puts stretches together, unless it is a line break. */
function join(words: readonly Word[]): string {
  return words.map(({ word, gap }, i) => (i === 0 && gap === " " ? word : `${gap}${word}`)).join("");
}
