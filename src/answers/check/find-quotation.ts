import { BREAK, comparable } from "./comparable.ts";

/** `[…]`, `[...]`, `(…)`, `(...)`, or the points alone. */
const OMISSION = /\s*(?:[[(]\s*(?:…|\.{3,})\s*[\])]|…|\.{3,})\s*/gu;
/** What stands at the ends of a quotation belongs to the sentence that quotes. */
const OUTER_PUNCTUATION = /^[\s.,;:!?-]+|[\s.,;:!?-]+$/g;
/** With less between two omissions anything can be put together from any text. */
const PART_MIN_WORDS = 2;

/** Words that turn the meaning of what follows. */
const NEGATION = /(?:^|[^\p{L}\p{N}])(?:nao|nem|nunca|jamais|sem|salvo|exceto|vedad[oa]s?)(?![\p{L}\p{N}])/u;
const NEGATION_BEFORE = /(?:^|[^\p{L}\p{N}])(?:nao|nem|nunca|jamais|sem)[ ]$/u;
/** What is left out before the clause that goes on behind the omission. */
const EARLIER_CLAUSES = /^.*[.;:\uffff]/su;
/** How far back the word before a quotation is looked for. */
const WORD_BEFORE_MAX_CHARS = 8;

/** A quotation in the form in which it is looked for. */
export interface SoughtQuotation {
  /** What stands between its omissions, in order, in comparable form. */
  parts: readonly string[];
  /** Whether the sentence that quotes has a negation right before, as the passage may. */
  negatedBefore: boolean;
}

/**
 * Reads a quotation without its marks; null where it has no words.
 * @param before what the sentence says before it
 */
export function readQuotation(quotation: string, before = ""): SoughtQuotation | null {
  const parts = quotation
    .split(OMISSION)
    .map((part) => comparable(part).replace(OUTER_PUNCTUATION, ""))
    .filter((part) => part !== "");
  if (parts.length === 0) return null;
  return { parts, negatedBefore: NEGATION_BEFORE.test(`${comparable(before.slice(-20))} `) };
}

/** A passage's texts in the form in which quotations are looked for in them. */
export function quotable(texts: readonly string[]): string {
  return comparable(texts.map((text) => text.replace(OMISSION, (mark) => gapOrPoints(mark))).join(BREAK));
}

/** Only the mark with brackets says that a passage is not whole; points are the document's own. */
function gapOrPoints(mark: string): string {
  return mark.includes("[") ? BREAK : mark;
}

/**
 * Whether a quotation stands in a text: its parts as whole words, in order. Nothing that turns their meaning may be
 * left out: no negation right before, and none in the part of its clause that is omitted.
 * @param text as `quotable` gives it
 */
export function findQuotation(sought: SoughtQuotation, text: string): boolean {
  const [first = "", ...rest] = sought.parts;
  const minWords = rest.length > 0 ? PART_MIN_WORDS : 1;
  if (sought.parts.some((part) => countWords(part) < minWords)) return false;
  for (let at = findPart(first, text, 0); at >= 0; at = findPart(first, text, at + 1)) {
    const before = text.slice(Math.max(0, at - WORD_BEFORE_MAX_CHARS), at);
    if (!sought.negatedBefore && NEGATION_BEFORE.test(before)) continue;
    if (findRest(rest, text, at + first.length)) return true;
  }
  return false;
}

function findRest(parts: readonly string[], text: string, from: number): boolean {
  const [next, ...rest] = parts;
  if (next === undefined) return true;
  for (let at = findPart(next, text, from); at >= 0; at = findPart(next, text, at + 1)) {
    const left = text.slice(from, at);
    if (!NEGATION.test(left.replace(EARLIER_CLAUSES, ""))) return findRest(rest, text, at + next.length);
  }
  return false;
}

function countWords(part: string): number {
  return part.match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
}

/** Position of a part that is not within a word or a number, from a position on; -1 where there is none. */
function findPart(part: string, text: string, from: number): number {
  for (let at = text.indexOf(part, from); at >= 0; at = text.indexOf(part, at + 1)) {
    if (isWhole(text, at, at + part.length)) return at;
  }
  return -1;
}

const WORD_AT_END = /[\p{L}\p{N}]$/u;
const WORD_AT_START = /^[\p{L}\p{N}]/u;
/** `58` of `58-A`, `1` of `1.009`, `guarda` of `guarda-chuva`; `10` of `10%`. */
const GOES_ON = /^(?:[\p{L}\p{N}]|-[\p{L}\p{N}]|[.,/]\p{N}|%)/u;
const GOES_BEFORE = /(?:[\p{L}\p{N}]|[\p{L}\p{N}]-|\p{N}[.,/])$/u;

function isWhole(text: string, start: number, end: number): boolean {
  const inner = text.slice(start, end);
  if (WORD_AT_START.test(inner) && GOES_BEFORE.test(text.slice(Math.max(0, start - 2), start))) return false;
  return !(WORD_AT_END.test(inner) && GOES_ON.test(text.slice(end, end + 2)));
}
