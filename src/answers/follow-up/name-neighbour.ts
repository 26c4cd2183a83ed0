import { parseRoman, toRoman } from "../../domain/roman-numerals.ts";
import type { LegalReference } from "../../legal/references.ts";
import { foldText } from "../../lexical/analyze.ts";
import type { Discussion } from "./discussion.ts";
import { isBareNumber } from "./is-self-contained.ts";
import { questionWords } from "./question-words.ts";
import { writeReference } from "./write-reference.ts";

const NEXT = /\b(?:seguinte|proxim[ao]|next)\b/;
const BEFORE = /\b(?:anterior|previous)\b/;
const OF_ARTICLE = /\bart(?:igo|icle)?\b/;

/**
 * The provision that a question means by its place beside the one under discussion, as it is cited: `e o seguinte?`,
 * `e o artigo anterior?`; or by its number alone: `e o 26?`. Null where it means none so.
 */
export function nameNeighbour(question: string, discussion: Discussion): string | null {
  if (questionWords(question).specific.some((word) => !/^\d/.test(word))) return null;
  const cited = [discussion.cited, ...discussion.answered].filter((reference) => reference !== null);
  const number = isBareNumber(question)
    ? /\d[\d.]*(?:-[a-z])?/i.exec(question)?.[0].replaceAll(".", "")
    : undefined;
  const sumula = cited[0]?.sumula ?? null;
  if (number !== undefined && sumula !== null && cited[0] !== undefined)
    return writeReference({ ...cited[0], unit: `sumula${number}` });
  const base = cited.find(({ unit }) => unit.startsWith("art"));
  if (base === undefined) return null;
  const article = {
    ...base,
    norm: base.norm ?? discussion.norm,
    paragraph: null,
    inciso: null,
    alinea: null,
  };
  if (number !== undefined) return writeReference({ ...article, unit: `art${number.toUpperCase()}` });
  const folded = foldText(question);
  const step = NEXT.test(folded) ? 1 : BEFORE.test(folded) ? -1 : null;
  if (step === null) return null;
  const beside = OF_ARTICLE.test(folded) ? null : partBeside(base, step);
  if (beside !== null) return writeReference({ ...base, norm: article.norm, ...beside });
  const next = Number(/^art(\d+)$/.exec(base.unit)?.[1] ?? Number.NaN) + step;
  return next > 0 ? writeReference({ ...article, unit: `art${next}` }) : null;
}

/** Beside the innermost part that was cited; null where none was, or nothing tells what stands beside it. */
function partBeside(
  { paragraph, inciso, alinea }: LegalReference,
  step: number,
): Partial<Pick<LegalReference, "paragraph" | "inciso" | "alinea">> | null {
  if (alinea !== null) {
    const letter = String.fromCharCode(alinea.charCodeAt(0) + step);
    return /^[a-z]$/.test(letter) ? { alinea: letter } : null;
  }
  const number = inciso === null ? Number(paragraph ?? Number.NaN) : (parseRoman(inciso) ?? Number.NaN);
  if (!(number + step > 0)) return null;
  return inciso === null ? { paragraph: String(number + step) } : { inciso: toRoman(number + step) };
}
