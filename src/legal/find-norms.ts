import { NORMS_BY_NAME, type NormReference } from "./norm-names.ts";
import { findNamedNorms } from "./norms.ts";

/** Where in a folded text a norm is mentioned; `end` is after its year. */
export interface NormMention {
  start: number;
  end: number;
  norm: NormReference;
  /** True where the words alone could mean something else (`cc`, `8.112`): then an article must stand beside them. */
  needsArticle: boolean;
}

/** Abbreviations up to this length are also words or initials: they count in capitals, or beside an article. */
const SHORT_NAME_MAX_CHARS = 3;
/** Short names that mean nothing else, in small letters too. */
const UNMISTAKABLE = /^(?:clt|cdc|ctn|ctb|cpc|cpp|eca|ldb)$/;

const YEAR = String.raw`(?:\s?/\s?(?<slashYear>\d{4}|\d{2})(?!\d)|\s+de\s+(?:19|20)\d{2}(?!\d))`;

/** Longest names first, so that `código penal militar` is not read as `código penal`. */
const NAME = new RegExp(
  String.raw`\b(?<name>${[...NORMS_BY_NAME.keys()]
    .sort((a, b) => b.length - a.length)
    .map((name) => RegExp.escape(name))
    .join("|")})\b${YEAR}?`,
  "gi",
);

/** Bare `Constituição` is the Federal one, unless something is being constituted (`constituição de sociedade`). */
const BARE_CONSTITUTION = /\bconstituicao\b(?:\s+de\s+1988)?(?!\s+(?:d[aeo]s?|em|por|e\s+d[aeo]s?)\b)/gi;

/** `8.112`, `13.709/18`: a number that looks like an act's although no kind stands before it. */
const BARE_ACT = new RegExp(String.raw`(?<![\d.,])(?<number>\d{1,3}\.\d{3})(?![\d.])${YEAR}?`, "gi");

/** `lc 101`: the abbreviations of kinds, which count as such only in capitals. */
const SMALL_KIND = /\b(?:lc|ec|dl|mp)\b(?=\s*(?:n(?:o|\.|umero)?\s*)?\d)/g;

/** The norms mentioned in a text whose accents are folded (case kept), by position; none overlaps another. */
export function findNorms(folded: string): NormMention[] {
  const text = folded.replace(SMALL_KIND, (kind) => kind.toUpperCase());
  const found: NormMention[] = [];
  const add = (mention: NormMention): void => {
    if (found.some((other) => mention.start < other.end && other.start < mention.end)) return;
    found.push(mention);
  };
  const constitution = NORMS_BY_NAME.get("constituicao federal");
  for (const { norm, start, end } of findNamedNorms(text)) {
    if (norm.kind !== "constituicao") add({ start, end, norm: { ...norm, names: [] }, needsArticle: false });
  }
  for (const match of text.matchAll(NAME)) {
    const written = match.groups?.["name"] ?? "";
    const norm = NORMS_BY_NAME.get(written.toLowerCase());
    if (norm !== undefined) add({ ...span(match), norm, needsArticle: isDoubtful(written) });
  }
  if (constitution !== undefined) {
    for (const match of text.matchAll(BARE_CONSTITUTION)) {
      add({ ...span(match), norm: constitution, needsArticle: false });
    }
  }
  for (const match of text.matchAll(BARE_ACT)) {
    const number = (match.groups?.["number"] ?? "").replace(".", "");
    add({ ...span(match), norm: { kind: null, number, year: null, names: [] }, needsArticle: true });
  }
  return found.sort((a, b) => a.start - b.start);
}

function isDoubtful(written: string): boolean {
  if (written.length > SHORT_NAME_MAX_CHARS || UNMISTAKABLE.test(written)) return false;
  return written !== written.toUpperCase();
}

function span(match: RegExpExecArray): { start: number; end: number } {
  return { start: match.index, end: match.index + match[0].length };
}
