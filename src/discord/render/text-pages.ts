import { escapeMarkdown } from "./escape-markdown.ts";

const GRAPHEMES = new Intl.Segmenter("pt-BR");
/** Longer ones are no writing. */
const GRAPHEME_MAX_CHARS = 64;

/**
 * A text over pages of at most so many characters when it is escaped, cut at the ends of lines, else between words, else
 * (a word longer than a page) within one, never within a character. Every character is on some page, in order, but for
 * spaces and line breaks at a cut.
 * @returns the pages, escaped
 */
export function textPages(text: string, maxChars: number): string[] {
  const pages: string[] = [];
  for (const line of text.split("\n")) {
    for (const [at, piece] of cutLine(line, maxChars).entries()) {
      const last = pages.at(-1);
      const goesOn = at === 0 && last !== undefined && last.length + 1 + piece.length <= maxChars;
      if (goesOn) pages[pages.length - 1] = `${last}\n${piece}`;
      else pages.push(piece);
    }
  }
  return pages;
}

/** The beginning of a text that fits when it is escaped. */
export function escapedBeginning(text: string, maxChars: number): string {
  const [first = "", ...others] = textPages(text.replace(/\s+/g, " ").trim(), maxChars - 1);
  return others.length === 0 ? first : `${first}…`;
}

/** A line in pieces that each fit a page, escaped. */
function cutLine(line: string, maxChars: number): string[] {
  const whole = escapeMarkdown(line);
  if (whole.length <= maxChars) return [whole];
  const pieces: string[] = [];
  let rest = line.trim();
  while (rest !== "") {
    const length = fittingLength(rest, maxChars);
    pieces.push(escapeMarkdown(rest.slice(0, length).trimEnd()));
    rest = rest.slice(length).trimStart();
  }
  return pieces;
}

/** How much of a text fits when it is escaped: up to the end of a word where it can be. At least one character. */
function fittingLength(text: string, maxChars: number): number {
  let [low, high] = [1, Math.min(text.length, maxChars)];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (escapeMarkdown(text.slice(0, middle)).length <= maxChars) low = middle;
    else high = middle - 1;
  }
  if (low === text.length) return low;
  const word = text.lastIndexOf(" ", low);
  return word > 0 ? word : wholeCharacters(text, low);
}

/** The last boundary of characters at or before an offset; of a character that is longer than that, one of code points. */
function wholeCharacters(text: string, offset: number): number {
  const segments = GRAPHEMES.segment(text.slice(0, offset + GRAPHEME_MAX_CHARS));
  const { index = 0 } = segments.containing(offset) ?? {};
  if (index > 0) return index;
  const isWithinPair = /[\uD800-\uDBFF]/.test(text[offset - 1] ?? "");
  return isWithinPair ? Math.max(2, offset - 1) : offset;
}
