/** The numbers of a text's tokens, with the marks of its beginning and end. */
export type EncodeText = (text: string) => number[];

/**
 * Characters that mean the same to the tokenizer whatever stands before and after the word: no spaces, nothing that is taken
 * apart into a space and an accent, no angle brackets, in which special tokens are written.
 */
const PLAIN = "[\\x21-\\x3b\\x3d\\x3f-\\x7e¡-§©-¬®°-³µ-·¹-ÿ–—‘’“”‹›•…]+";
const PLAIN_WORDS = new RegExp(`^${PLAIN}(?:[ \\n]${PLAIN})*$`);
/** Words beyond this length are rare, and not worth keeping. */
const MEMO_MAX_CHARS = 40;
const MEMO_MAX_WORDS = 200_000;

/**
 * Encodes word by word and remembers each word, which takes a tenth of the time. Exact for tokenizers that part words at
 * spaces and mark their beginnings (XLM-R's kind); a text with any unusual character is encoded as a whole.
 * @param encodeWhole the tokenizer itself
 */
export function encodeByWord(encodeWhole: EncodeText): EncodeText {
  const marks = encodeWhole("");
  const [begin, end] = marks;
  if (begin === undefined || end === undefined || marks.length !== 2) return encodeWhole;
  const memo = new Map<string, readonly number[]>();
  const encodeWord = (word: string): readonly number[] => {
    const known = memo.get(word);
    if (known) return known;
    const ids = encodeWhole(word).slice(1, -1);
    if (word.length <= MEMO_MAX_CHARS && memo.size < MEMO_MAX_WORDS) memo.set(word, ids);
    return ids;
  };
  return (text) => {
    if (!PLAIN_WORDS.test(text)) return encodeWhole(text);
    const ids = [begin];
    for (const word of text.split(/[ \n]/)) for (const id of encodeWord(word)) ids.push(id);
    ids.push(end);
    return ids;
  };
}
