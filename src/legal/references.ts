import { toRoman } from "../domain/roman-numerals.ts";
import { findNorms, type NormMention } from "./find-norms.ts";
import { findSumulas, type SumulaSource } from "./find-sumulas.ts";
import { foldAccents, type NormReference } from "./norm-names.ts";

export type { SumulaCourt, SumulaSource } from "./find-sumulas.ts";
export type { NormReference } from "./norm-names.ts";

/**
 * A citation in a question. `unit` is named as in the index (`art58-A`, `sumula331`). Exactly one of `norm` and
 * `sumula` can be set; an article whose norm is not named has neither.
 */
export interface LegalReference {
  unit: string;
  norm: NormReference | null;
  sumula: SumulaSource | null;
  /** `3`, or `único`. */
  paragraph: string | null;
  /** Roman, in capitals: `LXXIV`. */
  inciso: string | null;
  /** Lower case: `a`. */
  alinea: string | null;
}

export interface ParsedReferences {
  references: LegalReference[];
  /** Every norm that the question names, those of `references` included. */
  norms: NormReference[];
  /** The question without its citations and norms, accents folded: what it asks about them, if anything. */
  topic: string;
}

type Details = Pick<LegalReference, "paragraph" | "inciso" | "alinea">;

interface ArticleMention {
  start: number;
  end: number;
  units: string[];
  details: Details;
  /** Further parts of the same article. */
  others: Details[];
  /** The norm it was read with, e.g. `CP 121`, where the name itself takes the place of `art.`. */
  norm: NormReference | null;
}

const NO_DETAILS: Details = { paragraph: null, inciso: null, alinea: null };
/** Most articles that a range such as `arts. 121 a 128` is expanded to. */
const RANGE_MAX_ARTICLES = 20;

/** `5o`, `58-A`, `58a`, `1.009`, `5o-A`. An ordinal is only ever `o`: articles are masculine. */
const ARTICLE_NUMBER = String.raw`(?<digits>\d{1,3}(?:\.\d{3})+|\d+)(?:o(?![a-z\d]))?(?<letter>-?[a-z](?![a-z\d]))?(?!\d)`;
const ARTICLE = new RegExp(
  String.raw`\bart(?:igo)?(?<plural>s)?\b\.?\s*(?:n[o.]\s*)?${ARTICLE_NUMBER}`,
  "gi",
);
/** A number of years or days is not an article's. */
const NOT_COUNTED = String.raw`(?!\s*(?:/|%|anos?\b|dias?\b|mes(?:es)?\b|horas?\b|vezes\b))`;
const NEXT_ARTICLE = new RegExp(
  String.raw`^\s*(?<link>,\s*e\b|,|e\b|ou\b|c/c|a\b|ao\b|ate\b)\s*(?:art(?:igo)?\b\.?\s*)?${ARTICLE_NUMBER}${NOT_COUNTED}`,
  "i",
);
const BARE_ARTICLE = new RegExp(String.raw`^\s*,?\s*${ARTICLE_NUMBER}${NOT_COUNTED}`, "i");
const ORDINALS = [
  "primeiro",
  "segundo",
  "terceiro",
  "quarto",
  "quinto",
  "sexto",
  "setimo",
  "oitavo",
  "nono",
  "decimo",
];
const WORDED_NUMBER = new RegExp(
  String.raw`(\bart(?:igo)?\b\.?\s+|\bparagrafo\s+|§\s*)(${ORDINALS.join("|")})\b`,
  "gi",
);

/** No inciso goes beyond CXCIX, which also keeps `CC` (Código Civil) from being one. */
const ROMAN = "(?=[ivxlc])c?(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})";
const SPACE = String.raw`\s*,?\s*(?:e\s+|d[aoe]\s+|no\s+)?`;
/** What was put in between two provisions later: `§ 2º-A`, `XLI-A`. */
const INSERTED = String.raw`-[a-z](?![a-z\d])`;
const PARAGRAPH = String.raw`(?:§+|par(?:agrafos?|\.)?)\s*(?<paragraph>unico|\d+(?:o?${INSERTED})?)o?\b`;
const INCISO = String.raw`(?:(?:inc(?:isos?|\.)?\s*)(?<namedInciso>${ROMAN}|\d{1,3}(?=\D|$))|(?<inciso>${ROMAN}))(?<insertedInciso>${INSERTED})?(?![a-z\d])`;
const ALINEA = String.raw`(?:al(?:ineas?|\.)\s*["'“”‘’]?(?<alinea>[a-z])["'“”‘’]?|["'“”‘’](?<quotedAlinea>[a-z])["'“”‘’])(?![a-z\d])`;
const DETAIL_AFTER = new RegExp(String.raw`^${SPACE}(?:caput\b|${PARAGRAPH}|${INCISO}|${ALINEA})`, "i");
/** A letter alone is an alínea only behind an inciso or §, and where nothing else can follow: `150, III, b, da CF`. */
const BARE_ALINEA = /^\s*,\s*(?<alinea>[a-z])(?=\s*(?:[,);?]|$|d[ao]\s))/i;
const DETAIL_BEFORE = new RegExp(
  String.raw`(?:${PARAGRAPH}|inc(?:isos?|\.)?\s*(?<namedInciso>${ROMAN}|\d{1,3})(?<insertedInciso>${INSERTED})?|al(?:ineas?|\.)\s*["'“”‘’]?(?<alinea>[a-z])["'“”‘’]?)\s*,?\s*(?:d[oa]\s+)?$`,
  "i",
);

/** What may stand between an article and the norm after it, and between a norm and the article after it. */
const TO_NORM = /^[\s,(–-]*(?:(?:d[aoe]s?|n[ao]s?)\s+)?(?:(?:nov[oa]|atual|noss[oa]|vigente)\s+)?$/i;
const FROM_NORM = /^[\s,:;()–-]*(?:(?:em\s+seus?|no\s+seu|no|nos|os?|seus?|diz\s+o|que\s+diz\s+o)\s+)?$/i;

/**
 * The articles and súmulas that a question cites: `art. 5º, LXXIV, CF`, `artigo 58-A da CLT`, `LGPD art 18`, `CP 121`,
 * `arts. 121 a 128 do Código Penal`, `Súmula 331 do TST`, `súmula vinculante 11`. An article takes the norm named right
 * after it, else right before it, else the only one that the question names.
 */
export function parseReferences(question: string): ParsedReferences {
  const text = foldAccents(question).replace(
    WORDED_NUMBER,
    (_, head: string, ordinal: string) => `${head}${ORDINALS.indexOf(ordinal.toLowerCase()) + 1}`,
  );
  const mentions = findNorms(text);
  const articles = [...findArticles(text, mentions), ...findBareArticles(text, mentions)];
  const attached = new Set<NormMention>();
  const linked = articles.map((article) => {
    const mention = article.norm === null ? normBeside({ text, article, mentions }) : null;
    if (mention !== null) attached.add(mention);
    return { article, norm: article.norm ?? mention?.norm ?? null };
  });
  const certain = mentions.filter((mention) => !mention.needsArticle || attached.has(mention));
  const only = certain.length === 1 ? (certain[0]?.norm ?? null) : null;
  const references = linked.flatMap(({ article, norm }) =>
    article.units.flatMap((unit) =>
      [article.details, ...article.others].map((details) => ({
        unit,
        norm: norm ?? only,
        sumula: null,
        ...details,
      })),
    ),
  );
  const sumulas = findSumulas(text);
  const citedSumulas = sumulas.flatMap(({ units, sumula }) =>
    units.map((unit) => ({ unit, norm: null, sumula, ...NO_DETAILS })),
  );
  return {
    references: distinct([...references, ...citedSumulas]),
    norms: certain.map((mention) => mention.norm),
    topic: withoutSpans(text, [...articles, ...certain, ...sumulas]),
  };
}

function withoutSpans(text: string, spans: readonly { start: number; end: number }[]): string {
  const kept: string[] = [];
  let from = 0;
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (start > from) kept.push(text.slice(from, start));
    from = Math.max(from, end);
  }
  kept.push(text.slice(from));
  return kept.join(" ").replace(/\s+/g, " ").trim();
}

function findArticles(text: string, mentions: readonly NormMention[]): ArticleMention[] {
  const found: ArticleMention[] = [];
  for (const match of text.matchAll(ARTICLE)) {
    const start = match.index;
    // Read already, as part of a list (`art. 186 c/c art. 927`).
    if (start < (found.at(-1)?.end ?? 0)) continue;
    if (mentions.some((mention) => mention.start <= start && start < mention.end)) continue;
    const list = readList(text, match);
    const after = readDetails(text, list.end);
    const before = readDetailsBefore(text, start);
    found.push({
      start: before.start,
      end: after.end,
      units: list.units,
      details: merge(after.details, before.details),
      others: after.others.map((other) => merge(other, before.details)),
      norm: null,
    });
  }
  return found;
}

/** `CP 121`, `CLT, 58-A`: a named norm directly followed by a number that is not its year. */
function findBareArticles(text: string, mentions: readonly NormMention[]): ArticleMention[] {
  const found: ArticleMention[] = [];
  for (const { start, end, norm } of mentions) {
    if (norm.names.length === 0) continue;
    const match = BARE_ARTICLE.exec(text.slice(end));
    const digits = match?.groups?.["digits"];
    if (match === null || digits === undefined || looksLikeYear(digits, norm.year)) continue;
    const read = readDetails(text, end + match[0].length);
    found.push({ start, units: [unitOf(match)], norm, ...read });
  }
  return found;
}

function looksLikeYear(digits: string, year: number | null): boolean {
  return /^(?:19|20)\d\d$/.test(digits) || digits === "88" || digits === String(year ?? "").slice(-2);
}

function unitOf(match: RegExpExecArray): string {
  const digits = (match.groups?.["digits"] ?? "").replaceAll(".", "").replace(/^0+(?=\d)/, "");
  const letter = (match.groups?.["letter"] ?? "").replace("-", "").toUpperCase();
  return `art${digits}${letter === "" ? "" : `-${letter}`}`;
}

/** The articles of `arts. 5º, 6º e 7º`, `art. 186 c/c 927` or `arts. 121 a 128`. */
function readList(text: string, head: RegExpExecArray): { units: string[]; end: number } {
  const units = [unitOf(head)];
  const plural = head.groups?.["plural"] !== undefined;
  let end = head.index + head[0].length;
  for (
    let next = NEXT_ARTICLE.exec(text.slice(end));
    next !== null;
    next = NEXT_ARTICLE.exec(text.slice(end))
  ) {
    const link = next.groups?.["link"] ?? "";
    // After a comma, `art. 5, 3` may be anything; `arts. 5, 3` is a list.
    if (link.startsWith(",") && !plural) break;
    if (/^(?:a|ao|ate)$/i.test(link)) units.push(...between(units.at(-1) ?? "", unitOf(next)));
    units.push(unitOf(next));
    end += next[0].length;
  }
  return { units, end };
}

function between(from: string, to: string): string[] {
  const first = Number(/^art(\d+)$/.exec(from)?.[1] ?? Number.NaN);
  const last = Number(/^art(\d+)$/.exec(to)?.[1] ?? Number.NaN);
  if (!(last - first > 1)) return [];
  const count = Math.min(last - first - 1, RANGE_MAX_ARTICLES);
  return Array.from({ length: count }, (_, index) => `art${first + 1 + index}`);
}

/** What goes on a list of which the law has more (`§§ 1º e 2º`, `alíneas a e b`). */
const NEXT_PARAGRAPH = /^\s*(?:,|,?\s*e)\s+(?<paragraph>\d+)o?(?![\d.a-z-])/i;
const NEXT_ALINEA =
  /^\s*(?:,|,?\s*(?:e|ou))\s*["'“”‘’]?(?<alinea>[a-z])["'“”‘’]?(?=\s*(?:[,.);?!]|$|\s(?:e|ou|d[aoe]s?)\s))/i;

/** @returns `others`: further parts of the same article, of the rank of the innermost one: `incisos X e XI` */
function readDetails(text: string, from: number): { details: Details; others: Details[]; end: number } {
  let details = NO_DETAILS;
  const others: Details[] = [];
  let end = from;
  let isPlural = false;
  const nextOf = (): RegExpExecArray | null => {
    const rest = text.slice(end);
    if (isPlural && details.alinea !== null) return NEXT_ALINEA.exec(rest) ?? DETAIL_AFTER.exec(rest);
    const isListOfParagraphs = isPlural && details.paragraph !== null && details.inciso === null;
    return (isListOfParagraphs ? NEXT_PARAGRAPH.exec(rest) : null) ?? DETAIL_AFTER.exec(rest);
  };
  for (let next = nextOf(); next !== null; next = nextOf()) {
    // A single small letter that merely could be Roman (`i`, `c`) is a word, not an inciso.
    if (/^[a-z]$/.test(next.groups?.["inciso"] ?? "")) break;
    const read = detailsIn(next);
    const other = sibling(details, read);
    if (other !== null) others.push(other);
    else details = merge(details, read);
    isPlural ||= /§§|paragrafos|alineas/i.test(next[0]);
    end += next[0].length;
  }
  const bare = details.inciso ?? details.paragraph ?? null;
  const letter = bare === null || details.alinea !== null ? null : BARE_ALINEA.exec(text.slice(end));
  if (letter !== null) {
    details = merge(details, detailsIn(letter));
    end += letter[0].length;
  }
  return { details, others, end };
}

/** The part that stands beside the one read before, null where the two are of one citation. */
function sibling(before: Details, read: Details): Details | null {
  const rank = (["alinea", "inciso", "paragraph"] as const).find((name) => before[name] !== null);
  if (rank === undefined || read[rank] === null || read[rank] === before[rank]) return null;
  return { ...before, [rank]: read[rank] };
}

/** `alínea a do inciso II do § 1º do` before an article, from the end. */
function readDetailsBefore(text: string, to: number): { details: Details; start: number } {
  let details = NO_DETAILS;
  let start = to;
  for (
    let last = DETAIL_BEFORE.exec(text.slice(0, start));
    last !== null;
    last = DETAIL_BEFORE.exec(text.slice(0, start))
  ) {
    details = merge(details, detailsIn(last));
    start = last.index;
  }
  return { details, start };
}

function detailsIn(match: RegExpExecArray | null): Details {
  const groups = match?.groups ?? {};
  const paragraph = groups["paragraph"]?.toLowerCase();
  const inciso = groups["namedInciso"] ?? groups["inciso"];
  const inserted = groups["insertedInciso"]?.toUpperCase() ?? "";
  return {
    paragraph: paragraph === undefined ? null : paragraph === "unico" ? "único" : paragraphOf(paragraph),
    inciso: inciso === undefined ? null : `${romanOf(inciso)}${inserted}`,
    alinea: (groups["alinea"] ?? groups["quotedAlinea"])?.toLowerCase() ?? null,
  };
}

/** `2o-a` is `2-A`. */
function paragraphOf(paragraph: string): string {
  return paragraph.replace("o", "").toUpperCase();
}

/** An inciso as the law prints it: `16` is `XVI`. */
function romanOf(inciso: string): string {
  return /^\d/.test(inciso) ? toRoman(Number(inciso)) : inciso.toUpperCase();
}

function merge(first: Details, second: Details): Details {
  return {
    paragraph: first.paragraph ?? second.paragraph,
    inciso: first.inciso ?? second.inciso,
    alinea: first.alinea ?? second.alinea,
  };
}

interface NormBesideOptions {
  text: string;
  article: ArticleMention;
  mentions: readonly NormMention[];
}

function normBeside({ text, article, mentions }: NormBesideOptions): NormMention | null {
  const after = mentions.find((mention) => mention.start >= article.end);
  if (after !== undefined && TO_NORM.test(text.slice(article.end, after.start))) return after;
  const before = mentions.findLast((mention) => mention.end <= article.start);
  if (before !== undefined && FROM_NORM.test(text.slice(before.end, article.start))) return before;
  return null;
}

function distinct(references: readonly LegalReference[]): LegalReference[] {
  return [...new Map(references.map((reference) => [JSON.stringify(reference), reference])).values()];
}
