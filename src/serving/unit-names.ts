import { compareArticles, formatArticleNumber, parseArticleNumber } from "../legal/articles.ts";
import { type LegalReference, parseReferences } from "../legal/references.ts";

/** A § or inciso within a unit, all null where the whole is meant. */
export type UnitPart = Pick<LegalReference, "paragraph" | "inciso" | "alinea">;

/** The name of an article or súmula in the index, and what of it is meant. */
export interface WantedUnit {
  name: string;
  part: UnitPart;
}

const WHOLE: UnitPart = { paragraph: null, inciso: null, alinea: null };
const NAME = /^(?:art\d+(?:-[A-Z]+)*|sumula\d+)$/;
const ONLY_ARTICLE = /^\s*(?:art(?:igo)?s?\.?\s*)?[uú]nico\s*$/iu;

/**
 * Reads what somebody calls a unit of a document that is known: `5`, `art. 5º, LXXIV`, `58-A`, `súmula 331`, `331`, or its
 * name in the index. Null where it is none.
 * @param isSumula whether the document holds súmulas, so that a bare number is one's
 */
export function readUnit(text: string, isSumula: boolean): WantedUnit | null {
  const trimmed = text.trim();
  if (NAME.test(trimmed)) return { name: trimmed, part: WHOLE };
  if (isSumula) {
    const digits = /\d{1,5}/.exec(trimmed)?.[0];
    return digits === undefined ? null : { name: `sumula${Number(digits)}`, part: WHOLE };
  }
  if (ONLY_ARTICLE.test(trimmed)) return { name: "art1", part: WHOLE };
  const [reference] = parseReferences(/^\d/.test(trimmed) ? `art. ${trimmed}` : trimmed).references;
  if (reference === undefined || !reference.unit.startsWith("art")) return null;
  const { paragraph, inciso, alinea } = reference;
  return { name: reference.unit, part: { paragraph, inciso, alinea } };
}

/** A unit's name in print: `Art. 5º`, `Súmula 331`. */
export function formatUnit(name: string): string {
  if (name.startsWith("sumula")) return `Súmula ${name.slice("sumula".length)}`;
  const number = parseArticleNumber(name.slice("art".length));
  return number === null ? name : `Art. ${formatArticleNumber(number)}`;
}

/** What of a unit is meant, in print: `§ 2º, II, a`; empty for the whole. */
export function formatPart({ paragraph, inciso, alinea }: UnitPart): string {
  const [number = "", ...inserted] = paragraph?.split("-") ?? [];
  const section =
    paragraph === null || !/^\d/.test(number)
      ? paragraph && "parágrafo único"
      : `§ ${[`${number}${number.length === 1 ? "º" : ""}`, ...inserted].join("-")}`;
  return [section, inciso, alinea].filter((part) => part !== null).join(", ");
}

/** A unit, and what of it is meant, as `readUnit` reads it again. */
export function writeUnit(name: string, part: string): string {
  return part === "" ? name : `${formatUnit(name)}, ${part}`;
}

/** Order of units by number: 103, 103-A, 104. */
export function compareUnits(a: string, b: string): number {
  const [first, second] = [numberOf(a), numberOf(b)];
  if (first === null || second === null) return a < b ? -1 : 1;
  return compareArticles(first, second);
}

function numberOf(name: string) {
  return parseArticleNumber(name.replace(/^(?:art|sumula)/, ""));
}
