import type { Norm } from "../domain/meta.ts";
import { parseDottedInteger } from "./numerals.ts";

/** A norm named in a text, and where. */
export interface NamedNorm {
  norm: Norm;
  /** UTF-16 offsets of the name within the text. */
  start: number;
  end: number;
}

const KINDS: readonly { kind: Norm["kind"]; pattern: string; label: string }[] = [
  { kind: "emenda-constitucional", pattern: "emenda constitucional|EC", label: "Emenda Constitucional" },
  { kind: "lei-complementar", pattern: "lei complementar|LC", label: "Lei Complementar" },
  { kind: "decreto-lei", pattern: "decreto[- ]lei|DL", label: "Decreto-Lei" },
  { kind: "medida-provisoria", pattern: "medida provis[óo]ria|MP", label: "Medida Provisória" },
  { kind: "lei", pattern: "lei", label: "Lei" },
  { kind: "decreto", pattern: "decreto", label: "Decreto" },
  { kind: "resolucao", pattern: "resolu[çc][ãa]o", label: "Resolução" },
];

const NUMBERED = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?<kind>${KINDS.map(({ pattern }) => pattern).join("|")})(?:\s+(?:federal|ordin[áa]ria|CN|CFOAB|CNJ|CNMP))?` +
    String.raw`\s*,?\s*(?:n(?:[º°o]|ú?mero)?\s?\.?\s*)?(?<number>\d{1,3}(?:\.\d{3})+|\d{1,6})(?!\d)` +
    String.raw`(?:\s*/\s*(?<shortYear>\d{4}|\d{2})(?!\d)|\s*,?\s+de\s+(?:\d{1,2}[º°]?\s+de\s+\p{L}+\s+de\s+|\d{1,2}[./-]\d{1,2}[./-])?(?<longYear>\d{4}|\d\.\d{3}))?`,
  "giu",
);
const CONSTITUTION =
  /(?<![\p{L}\p{N}])constitui[çc][ãa]o\s+(?:federal|da rep[úu]blica(?: federativa do brasil)?|pol[íi]tica do imp[ée]rio d[oe] bra[sz]il)(?:\s*(?:,?\s*de|\/)\s*(?:\d{1,2} de \p{L}+ de )?(?<year>\d{4}))?/giu;

/** The norms that a text names by kind and number (`Lei nº 13.709, de 14 de agosto de 2018`, `LC 101/2000`) or as the Constitution. */
export function findNamedNorms(text: string): NamedNorm[] {
  const found: NamedNorm[] = [];
  for (const match of text.matchAll(NUMBERED)) {
    const norm = numberedNorm(match.groups ?? {});
    if (norm !== null) found.push({ norm, start: match.index, end: match.index + match[0].length });
  }
  for (const match of text.matchAll(CONSTITUTION)) {
    const year = match.groups?.["year"];
    const norm: Norm = { kind: "constituicao", number: null, year: year === undefined ? null : Number(year) };
    found.push({ norm, start: match.index, end: match.index + match[0].length });
  }
  return found.sort((a, b) => a.start - b.start);
}

function numberedNorm(groups: Record<string, string | undefined>): Norm | null {
  const written = groups["kind"] ?? "";
  const kind = KINDS.find(({ pattern }) => new RegExp(`^(?:${pattern})$`, "iu").test(written));
  const number = parseDottedInteger(groups["number"] ?? "");
  if (kind === undefined || number === null) return null;
  // The two-letter abbreviations are words of other languages in small letters.
  if (written.length === 2 && written !== written.toUpperCase()) return null;
  const year = fullYear(groups["shortYear"] ?? groups["longYear"]?.replace(".", ""));
  return { kind: kind.kind, number: String(number), year };
}

/** `90` is 1990 and `03` is 2003: no norm in force is older than 1931 and written with two digits. */
function fullYear(written: string | undefined): number | null {
  if (written === undefined) return null;
  const year = Number(written);
  if (written.length > 2) return year;
  return year > 30 ? 1900 + year : 2000 + year;
}

/** A norm's name in print: `Lei nº 13.709/2018`, `Constituição Federal de 1988`, `Decreto-Lei nº 2.848`. */
export function formatNorm(norm: Norm): string {
  if (norm.kind === "constituicao")
    return `Constituição Federal${norm.year === null ? "" : ` de ${norm.year}`}`;
  const label = KINDS.find(({ kind }) => kind === norm.kind)?.label ?? "Súmulas";
  if (norm.number === null) return label;
  const number = norm.number.replace(/\B(?=(\d{3})+$)/g, ".");
  return `${label} nº ${number}${norm.year === null ? "" : `/${norm.year}`}`;
}
