import { parseRoman, toRoman } from "../domain/roman-numerals.ts";
import { formatHeadingName } from "./heading-names.ts";
import { parseOrdinalWord } from "./numerals.ts";

/** The levels of a norm's hierarchy, from the outside in; an unnumbered heading lies within all of them. */
export const HEADING_LEVELS = [
  "division",
  "parte",
  "livro",
  "titulo",
  "subtitulo",
  "capitulo",
  "secao",
  "subsecao",
  "unnumbered",
] as const;
export type HeadingLevel = (typeof HEADING_LEVELS)[number];

/** One heading of the hierarchy above a unit. */
export interface Heading {
  level: HeadingLevel;
  /** What it is called: `Título I`, `Parte Geral`, `Anexo II`; of an unnumbered heading its wording. */
  label: string;
  /** What it is about (`Dos Princípios Fundamentais`), null where nothing but the label is printed. */
  name: string | null;
}

const LEVELS: readonly { level: HeadingLevel; word: string; label: string }[] = [
  { level: "parte", word: "PARTE", label: "Parte" },
  { level: "livro", word: "LIVRO", label: "Livro" },
  { level: "titulo", word: "T[ÍI]TULO", label: "Título" },
  { level: "subtitulo", word: "SUBT[ÍI]TULO", label: "Subtítulo" },
  { level: "capitulo", word: "CAP[ÍI]TULO", label: "Capítulo" },
  { level: "subsecao", word: "SUB-?SE[ÇC][ÃA]O", label: "Subseção" },
  { level: "secao", word: "SE[ÇC][ÃA]O", label: "Seção" },
  { level: "division", word: "ANEXO", label: "Anexo" },
];

const NUMERAL = String.raw`(?:[IVXLC]+|\d{1,3})(?:\s?[-–]\s?[A-Z](?![\p{L}]))?(?:\s?[ºª°])?`;
/** A lone `U` is what is left of `ÚNICO` in some prints. */
const WORD_NUMERAL =
  "[ÚU]NIC[OA]|U|COMPLEMENTAR|GERAL|ESPECIAL|PRIMEIR[OA]|SEGUND[OA]|TERCEIR[OA]|QUART[OA]|QUINT[OA]|SEXT[OA]|S[ÉE]TIM[OA]|OITAV[OA]|NON[OA]|D[ÉE]CIM[OA]";
const MARK = `(?:${NUMERAL}|${WORD_NUMERAL})(?![\\p{L}\\d])`;

/** `1 TÍTULO I` is how some converters of Word files print an outline number in front of a heading. */
const HEAD = new RegExp(
  String.raw`^\s*(?<word>${LEVELS.map(({ word }) => word).join("|")})\s+(?<mark>${MARK})(?<separator>[\s.:–—-]*)`,
  "iu",
);
const NESTED_HEAD = new RegExp(
  String.raw`(?<!\b(?:d[oae]s?|a[os]?|n[oae]s?|o|e|dest[ea]|nest[ea]|ao)\s)(?<=[\s])(?=(?:${LEVELS.filter(
    ({ word }) => word !== "PARTE",
  )
    .map(({ word }) => word)
    .join("|")})\s+${MARK})`,
  "iu",
);
const DIVISION =
  /^\s*(ANEXO|AP[ÊE]NDICE|ATO DAS DISPOSI[ÇC][ÕO]ES CONSTITUCIONAIS TRANSIT[ÓO]RIAS(?:\s*[–-]?\s*\(?ADCT\)?)?)[\s.:–—-]*$/iu;
const CLOSING_PROVISIONS =
  /^\s*(DAS\s+)?DISPOSI[ÇC][ÕO](ES|ÃO)\s+((FINA(L|IS)|TRANSIT[ÓO]RIAS?|COMPLEMENTARES)(\s+E\s+|\s*,\s*)?)+\s*\.?\s*$/iu;

/** Longest text that can be a heading, in characters; beyond it stands a sentence. */
export const HEADING_MAX_CHARS = 220;

/**
 * The headings that a paragraph consists of, outermost first; empty where it is none. `TÍTULO I DA APLICAÇÃO DA LEI`
 * gives one with its name, `LIVRO I DAS PESSOAS TÍTULO I DAS PESSOAS NATURAIS` two. What a sentence says of a heading
 * (`Título II desta Lei aplica-se`) is none.
 */
export function parseHeadings(text: string): Heading[] {
  if (text.length > 2 * HEADING_MAX_CHARS) return [];
  const division = DIVISION.exec(text);
  if (division !== null) return [{ level: "division", label: formatHeadingName(text), name: null }];
  if (isClosingProvisions(text)) return [{ level: "titulo", label: formatHeadingName(text), name: null }];
  const headings: Heading[] = [];
  for (const part of text.split(NESTED_HEAD)) {
    const heading = parseNumberedHeading(part);
    if (heading === null) return [];
    headings.push(heading);
  }
  return headings;
}

/** Whether a line heads a norm's last part without a number; behind a numbered heading it is that one's name. */
export function isClosingProvisions(text: string): boolean {
  return CLOSING_PROVISIONS.test(text);
}

function parseNumberedHeading(text: string): Heading | null {
  const match = HEAD.exec(text);
  if (match?.groups === undefined) return null;
  const word = match.groups["word"] ?? "";
  const kind = LEVELS.find((level) => new RegExp(`^${level.word}$`, "iu").test(word));
  const mark = formatMark(match.groups["mark"] ?? "");
  const rest = text.slice(match[0].length).trim();
  if (kind === undefined || mark === null || (rest !== "" && /^\p{Ll}/u.test(word))) return null;
  if (rest !== "" && !isHeadingName(rest, word === word.toUpperCase())) return null;
  const name = stripNotes(rest);
  return {
    level: kind.level,
    label: `${kind.label} ${mark}`,
    name: name === "" ? null : formatHeadingName(name),
  };
}

/** `i-a` gives `I-A`, `PRIMEIRO` gives `I`, `ÚNICO` gives `Único`; null for a Roman numeral that is none. */
function formatMark(mark: string): string | null {
  const ordinal = parseOrdinalWord(mark);
  if (ordinal !== null) return toRoman(ordinal);
  if (/^U$/i.test(mark)) return "Único";
  if (/^([úu]nic[oa]|complementar|geral|especial)$/iu.test(mark)) return formatHeadingName(mark);
  const numeral = /^([IVXLC]+|\d+)(?:\s?[-–]\s?([A-Z]))?/i.exec(mark);
  const base = numeral?.[1] ?? "";
  if (!/^\d/.test(base) && parseRoman(base) === null) return null;
  return base.toUpperCase() + (numeral?.[2] === undefined ? "" : `-${numeral[2].toUpperCase()}`);
}

/** Whether what stands behind a heading's number is its name rather than the rest of a sentence. */
function isHeadingName(text: string, shouted: boolean): boolean {
  if (text.length > HEADING_MAX_CHARS) return false;
  if (/^\(.*\)$/.test(text)) return true;
  if (!shouted && !/^["“(]?\p{Lu}/u.test(text)) return false;
  if (
    /^(d[ao]s?|de) (presente|mesm[ao])|^dest[ea]\b|^d[oa] (Lei|C[óo]digo|Livro|T[íi]tulo|Cap[íi]tulo|Se[çc][ãa]o)\b/u.test(
      text,
    )
  ) {
    return false;
  }
  return !/[;:,]$|\p{Ll}{3}\.\s+\p{Lu}/u.test(text);
}

/** The text without notes of amendment and validity at its end: `(Incluído pela Lei nº 13.104, de 2015)`. */
export function stripNotes(text: string): string {
  return text.replace(/(\s*\([^()]*(\([^()]*\)[^()]*)*\)|\s+Vig[êe]ncia)+\s*$/u, "").trim();
}

/** The level that directly encloses another; a numbered heading stands under a title without number as under one of it. */
const ENCLOSING: Readonly<Record<HeadingLevel, HeadingLevel>> = {
  division: "division",
  parte: "division",
  livro: "parte",
  titulo: "livro",
  subtitulo: "titulo",
  capitulo: "titulo",
  secao: "capitulo",
  subsecao: "secao",
  unnumbered: "unnumbered",
};

/** An unnumbered heading printed right above `inner`, ranked as what encloses it. */
export function encloseHeading(outer: Heading, inner: Heading): Heading {
  return { ...outer, level: ENCLOSING[inner.level] };
}

/** The trail of headings after `heading`: those outside it stay, it takes the place of all others. */
export function enterHeading(trail: readonly Heading[], heading: Heading): Heading[] {
  return [...(keptByOutline(trail, heading) ?? keptByLevel(trail, heading)), heading];
}

function keptByLevel(trail: readonly Heading[], heading: Heading): Heading[] {
  // An unnumbered heading is not below the lowest of the numbered levels but beside it.
  const rank = HEADING_LEVELS.indexOf(heading.level === "unnumbered" ? "subsecao" : heading.level);
  const outer = trail.filter(({ level }) => HEADING_LEVELS.indexOf(level) < rank);
  if (heading.level !== "subsecao" || outer.some(({ level }) => level === "secao")) return outer;
  // Without a Seção above it, a Subseção parts the title that stands in its place.
  return trail.filter((open) => outer.includes(open) || open.level === "unnumbered");
}

/** What stays above a heading with an outline number: for `2.1 Método` all down to `2`, for `3` all above `2`; else null. */
function keptByOutline(trail: readonly Heading[], heading: Heading): Heading[] | null {
  const own = outlineOf(heading);
  if (own === null) return null;
  const parent = trail.findLastIndex((open) => {
    const outline = outlineOf(open);
    return outline !== null && outline.length < own.length && outline.every((part, i) => part === own[i]);
  });
  if (parent >= 0) return trail.slice(0, parent + 1);
  const sibling = trail.findIndex((open) => outlineOf(open)?.length === own.length);
  return sibling < 0 ? null : trail.slice(0, sibling);
}

/** The outline number that a heading of a plain document bears: `2.1 Método` gives 2 and 1. */
function outlineOf({ level, label }: Heading): string[] | null {
  if (level !== "unnumbered") return null;
  const number = /^(\d{1,3}(?:\.\d{1,3})*)[.)]?\s/.exec(label)?.[1];
  return number === undefined ? null : number.split(".");
}

/** Whether two headings are numbered in one outline, so that their numbers say how they lie to one another. */
export function shareOutline(a: Heading, b: Heading): boolean {
  return outlineOf(a) !== null && outlineOf(b) !== null;
}
