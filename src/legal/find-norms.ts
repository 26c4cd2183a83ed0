import type { Norm } from "../domain/meta.ts";
import { NAMED_NORMS, type NamedNorm } from "./norm-names.ts";

/** A norm as a text refers to it: by kind, number and year, by name, or both. `number` has no dots. */
export interface NormReference {
  kind: Norm["kind"] | null;
  number: string | null;
  year: number | null;
  /** Names under which a document's title may show it, accents folded, lower case. */
  names: readonly string[];
}

/** Where in a folded text a norm is mentioned; `end` is after its year. */
export interface NormMention {
  start: number;
  end: number;
  norm: NormReference;
  /** True where the words alone could mean something else (`cc`, `8.112`): then an article must stand beside them. */
  needsArticle: boolean;
}

const ACT_KINDS: readonly (readonly [RegExp, Norm["kind"]])[] = [
  [/^(lei complementar|lc)$/i, "lei-complementar"],
  [/^(decreto[- ]lei|dec\.?[- ]lei|dl)$/i, "decreto-lei"],
  [/^(medida provisoria|mp)$/i, "medida-provisoria"],
  [/^(emenda constitucional|ec)$/i, "emenda-constitucional"],
  [/^decreto$/i, "decreto"],
  [/^resolucao$/i, "resolucao"],
  [/^lei( ordinaria)?$/i, "lei"],
];

const NUMBER = String.raw`\d{1,3}(?:\.\d{3})+|\d+`;
const NUMBER_MARK = String.raw`(?:n(?:o|\.|umero)*\s*)?`;
const DATE = String.raw`(?:\d{1,2}o?\s+de\s+[a-z]+\s+de\s+)?`;
const YEAR = String.raw`(?:\s?/\s?(?<slashYear>\d{4}|\d{2})(?!\d)|,?\s+de\s+${DATE}(?<year>\d{4})(?!\d))`;

/** `Lei nº 13.709/2018`, `LC 101`, `Decreto-Lei 2.848, de 7 de dezembro de 1940`. */
const ACT = new RegExp(
  String.raw`\b(?<act>lei complementar|lei ordinaria|lei|lc|decreto[- ]lei|dec\.?[- ]lei|dl|decreto|medida provisoria|mp|emenda constitucional|ec|resolucao)\.?\s+(?:federal\s+)?${NUMBER_MARK}(?<number>${NUMBER})(?!\d)${YEAR}?`,
  "gi",
);

/** `8.112`, `13.709/18`: a number that looks like an act's although no kind stands before it. */
const BARE_ACT = new RegExp(String.raw`(?<![\d.,])(?<number>\d{1,3}\.\d{3})(?![\d.])${YEAR}?`, "gi");

const NAMES = new Map<string, { norm: NamedNorm; short: boolean }>();
for (const norm of NAMED_NORMS) {
  for (const name of norm.names) NAMES.set(name, { norm, short: false });
  for (const name of norm.shortNames) NAMES.set(name, { norm, short: true });
}

/** Longest names first, so that `código penal militar` is not read as `código penal`. */
const NAME = new RegExp(
  String.raw`\b(?<name>${[...NAMES.keys()].sort((a, b) => b.length - a.length).join("|")})\b${YEAR}?`,
  "gi",
);

/** Bare `Constituição` is the Federal one, unless something is being constituted (`constituição de sociedade`). */
const BARE_CONSTITUTION = /\bconstituicao\b(?:\s+de\s+1988)?(?!\s+(?:d[aeo]s?|em|por|e\s+d[aeo]s?)\b)/gi;

/** The norms mentioned in a text whose accents are folded (case kept), by position; none overlaps another. */
export function findNorms(folded: string): NormMention[] {
  const found: NormMention[] = [];
  const add = (mention: NormMention): void => {
    if (found.some((other) => mention.start < other.end && other.start < mention.end)) return;
    found.push(mention);
  };
  for (const match of folded.matchAll(ACT)) {
    const kind = ACT_KINDS.find(([pattern]) => pattern.test(match.groups?.["act"] ?? ""))?.[1] ?? null;
    add(mentionOf(match, { kind, names: [] }, false));
  }
  for (const match of folded.matchAll(NAME)) {
    const written = match.groups?.["name"] ?? "";
    const named = NAMES.get(written.toLowerCase());
    if (named === undefined) continue;
    const { start, end } = span(match);
    const norm = { ...pick(named.norm), names: [...named.norm.names, ...named.norm.shortNames] };
    add({ start, end, norm, needsArticle: named.short && written !== written.toUpperCase() });
  }
  for (const match of folded.matchAll(BARE_CONSTITUTION)) {
    const constitution = NAMED_NORMS[0];
    if (constitution === undefined) break;
    const norm = { ...pick(constitution), names: constitution.names };
    add({ ...span(match), norm, needsArticle: false });
  }
  for (const match of folded.matchAll(BARE_ACT)) add(mentionOf(match, { kind: null, names: [] }, true));
  return found.sort((a, b) => a.start - b.start);
}

function pick(named: NamedNorm): Omit<NormReference, "names"> {
  return { kind: named.kind, number: named.number, year: named.year };
}

function span(match: RegExpExecArray): { start: number; end: number } {
  return { start: match.index, end: match.index + match[0].length };
}

function mentionOf(
  match: RegExpExecArray,
  base: Pick<NormReference, "kind" | "names">,
  needsArticle: boolean,
): NormMention {
  const groups = match.groups ?? {};
  const number = (groups["number"] ?? "").replaceAll(".", "");
  const year = groups["year"] ?? groups["slashYear"];
  const norm = { ...base, number, year: year === undefined ? null : fullYear(year) };
  return { ...span(match), norm, needsArticle };
}

function fullYear(year: string): number {
  const value = Number(year);
  if (year.length === 4) return value;
  return value >= 50 ? 1900 + value : 2000 + value;
}
