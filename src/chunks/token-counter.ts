import type { CountTokens } from "../embedding/tokenizer.ts";

/** Words beyond this length are rare, and not worth keeping. */
const MEMO_MAX_CHARS = 40;
const MEMO_MAX_WORDS = 200_000;

/**
 * Counts word by word and remembers each word, three to ten times as fast on long documents. Exact for models whose
 * tokens do not reach over white space (XLM-R and BERT kinds), within a token a word for all others.
 */
export function countByWord(countTokens: CountTokens): CountTokens {
  const memo = new Map<string, number>();
  const countWord = (word: string): number => {
    const known = memo.get(word);
    if (known !== undefined) return known;
    const tokens = countTokens(word);
    if (word.length <= MEMO_MAX_CHARS && memo.size < MEMO_MAX_WORDS) memo.set(word, tokens);
    return tokens;
  };
  return (text) => {
    let tokens = 0;
    for (const [word] of text.matchAll(/\S+/gu)) tokens += countWord(word);
    return tokens;
  };
}
