import { foldText } from "./fold-text.ts";

/** Between texts that do not follow one another; no quotation reaches over it. No text has this noncharacter. */
export const BREAK = "\uffff";

/** Plain quotation marks, and the markup that is taken out of a model's text. */
const MARKS = /["'`<>*_~@\\]+/g;

/**
 * Text in the form in which quotations are compared: case, accents, white space, the kinds of quotation marks and of
 * dashes, and the two ways to write an ordinal make no difference; every other character does.
 */
export function comparable(text: string): string {
  return foldText(text)
    .replace(MARKS, "")
    .replace(/\s*\uffff\s*/g, BREAK)
    .replaceAll("[", "(")
    .replaceAll("]", ")")
    .replace(/-?\s+-\s*|-\s+/g, " - ")
    .replace(/\s+/g, " ")
    .replace(/ (?=[.,;:!?)])|(?<=[(§]) /g, "")
    .trim();
}
