import { foldAccents } from "../legal/norm-names.ts";

/** Something that can be chosen, and the words by which it is found: accents folded, in small letters. */
export interface Searchable<T> {
  item: T;
  words: readonly string[];
}

/** The words of a text, accents folded, in small letters; `8.078` is one word, as `8078` and with its dot. */
export function wordsOf(text: string): string[] {
  const folded = foldAccents(text).toLowerCase();
  const written = folded.match(/[\p{L}\p{N}]+(?:\.\d{3})*/gu) ?? [];
  return written.flatMap((word) => (word.includes(".") ? [word, word.replaceAll(".", "")] : [word]));
}

/**
 * Those of which every word typed begins one of theirs, best first: whole words count more than beginnings, words at the
 * front more than later ones; else the order stays. Nothing typed: all, in order.
 */
export function rankChoices<T>(candidates: readonly Searchable<T>[], typed: string, limit: number): T[] {
  const wanted = foldAccents(typed)
    .toLowerCase()
    .match(/[\p{L}\p{N}]+(?:\.\d+)*/gu);
  if (wanted === null) return candidates.slice(0, limit).map(({ item }) => item);
  const ranked: { item: T; score: number; at: number }[] = [];
  for (const [at, { item, words }] of candidates.entries()) {
    const score = scoreOf(words, wanted);
    if (score > 0) ranked.push({ item, score, at });
  }
  return ranked
    .sort((a, b) => b.score - a.score || a.at - b.at)
    .slice(0, limit)
    .map(({ item }) => item);
}

/** 0 where a word typed begins none. */
function scoreOf(words: readonly string[], wanted: readonly string[]): number {
  let score = 0;
  for (const word of wanted) {
    const exact = words.indexOf(word);
    const at = exact >= 0 ? exact : words.findIndex((candidate) => candidate.startsWith(word));
    if (at < 0) return 0;
    score += (exact >= 0 ? 2 : 1) + 1 / (at + 2);
  }
  return score;
}
