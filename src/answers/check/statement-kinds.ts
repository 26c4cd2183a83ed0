import { comparable } from "./comparable.ts";

/** A heading or a lead-in has at most so many words: with more it says something. */
const HEADING_MAX_WORDS = 8;
const LEAD_IN_MAX_WORDS = 14;
const NOT_COVERED_MAX_WORDS = 40;

/** How the prompt asks to say what the passages do not answer, and what models make of it. */
const NOT_COVERED =
  /^(?:(?:no entanto|porem|contudo|however),? )?(?:os (?:trechos|documentos)(?: (?:fornecidos|apresentados|citados))? nao |nao (?:ha|encontrei|consta|existe) .{0,40}(?:trechos|documentos)|nos trechos .{0,20}nao |the (?:passages|documents)(?: provided| given)? do(?:es)? not )/;
/** What follows such a word says something after all. */
const SAYS_ON =
  /\b(?:mas|porem|contudo|todavia|entretanto|but|yet|although|embora|logo|portanto|therefore)\b/;

/** Whether a statement only says that the passages do not answer something; figures and quotations are more than that. */
export function isNotCovered(text: string): boolean {
  const folded = comparable(text);
  if (/\d/.test(folded) || hasQuotation(text) || countWords(folded) > NOT_COVERED_MAX_WORDS) return false;
  const match = NOT_COVERED.exec(folded);
  return match !== null && !SAYS_ON.test(folded.slice(match[0].length));
}

/**
 * Whether a statement says nothing of the law and only leads to the next one: a heading (few words, no full stop,
 * alone in its paragraph) or a line that ends in a colon; neither with a figure or a quotation.
 */
export function isConnecting(text: string, standsAlone: boolean): boolean {
  if (/\p{N}/u.test(text) || hasQuotation(text)) return false;
  const words = countWords(text);
  if (text.endsWith(":")) return words <= LEAD_IN_MAX_WORDS;
  return standsAlone && words <= HEADING_MAX_WORDS && !/[.!?;,…]$/u.test(text);
}

export function countWords(text: string): number {
  return text.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
}

function hasQuotation(text: string): boolean {
  return /[“”"«»]/u.test(text);
}
