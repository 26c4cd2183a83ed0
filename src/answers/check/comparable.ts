/** Between texts that do not follow one another; no quotation reaches over it. No text has this noncharacter. */
export const BREAK = "\uffff";

/** Quotation marks, and the markup that is taken out of a model's text. */
const MARKS = /["'`´“”„‟«»‹›‘’‚‛′″〝〞＂「」『』❛❜❝❞<>*_~@\\]/gu;
const DASHES = /[-‐‑‒–—―−﹣－]/gu;

/**
 * Text in the form in which quotations are compared: case, accents, white space, the kinds of quotation marks and of
 * dashes, and the two ways to write an ordinal make no difference; every other character does.
 */
export function comparable(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/[\p{M}\p{Cf}]+/gu, "")
    .toLowerCase()
    .replaceAll("°", "o")
    .replace(MARKS, "")
    .replace(DASHES, "-")
    .replace(/\s*\uffff\s*/g, BREAK)
    .replace(/\[/g, "(")
    .replace(/\]/g, ")")
    .replace(/-?\s+-\s*|-\s+/g, " - ")
    .replace(/\s+/g, " ")
    .replace(/ (?=[.,;:!?)])|(?<=[(§]) /g, "")
    .trim();
}
