/** Less text than this says nothing about the rest. */
const MIN_LETTERS = 60;
/** A page with this share of characters that stand for nothing cannot be read. */
const MAX_UNREADABLE_SHARE = 0.1;
/** A page of Latin letters of which fewer words than this look like words … */
const MIN_WORDLIKE_SHARE = 0.5;
/** … and fewer than this are the little words that hold Portuguese sentences together, is one whose letters are other letters. */
const MIN_PORTUGUESE_SHARE = 0.05;

/** Replacement characters, private use (fonts that do not say which letters they show), control characters, code points of nothing. */
const UNREADABLE = /[\ufffd\p{Co}\p{Cn}]|[^\P{Cc}\s]/gu;
const LITTLE_WORDS = new Set(
  "a o as os e é de da do das dos em na no nas nos que ou se para por com não ao à um uma sua seu art lei".split(
    " ",
  ),
);

/**
 * Whether the text layer of a page is garbage, as fonts without a map to letters and poor recognition programs leave it. It is
 * meant never to fire on a text in any language: what looks like words passes, and other scripts than Latin do.
 */
export function isGarbage(text: string): boolean {
  const visible = text.replace(/\s+/g, "");
  const unreadable = visible.match(UNREADABLE)?.length ?? 0;
  if (visible.length >= MIN_LETTERS && unreadable > MAX_UNREADABLE_SHARE * visible.length) return true;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters < MIN_LETTERS || latin < 0.9 * letters) return false;
  // Tokens of figures, dots and signs are usual in tables and contents; only what holds letters is judged.
  const tokens = text.split(/\s+/).filter((token) => /\p{L}/u.test(token));
  const wordlike = tokens.filter(isWordlike).length;
  const portuguese = tokens.filter((token) => LITTLE_WORDS.has(strip(token).toLowerCase())).length;
  return wordlike < MIN_WORDLIKE_SHARE * tokens.length && portuguese < MIN_PORTUGUESE_SHARE * tokens.length;
}

/** Letters with a vowel among them and no more than four consonants in a row, at most the first of them large or all of them. */
function isWordlike(token: string): boolean {
  const word = strip(token);
  if (word.length > 30) return /[-/.@_]/.test(word);
  if (/^[IVXLCDM]+$/.test(word) || /^\p{Lu}{1,6}$/u.test(word) || /^\p{L}$/u.test(word)) return true;
  if (!/^(?:\p{Lu}?\p{Ll}+|\p{Lu}+)(?:[-/.'’](?:\p{Lu}?\p{Ll}+|\p{Lu}+))*$/u.test(word)) return false;
  const plain = word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  return /[aeiouy]/.test(plain) && !/[bcdfghjklmnpqrstvwxz]{5}/.test(plain);
}

/** The token without the punctuation around it. */
function strip(token: string): string {
  return token.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
}
