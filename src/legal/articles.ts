import { formatProvisionNumber, parseDottedInteger } from "./numerals.ts";

/** The number of an article: 103-B is `{ number: 103, suffixes: ["B"] }`. */
export interface ArticleNumber {
  number: number;
  /** Letters behind the number, in order; nearly always none or one. */
  suffixes: readonly string[];
}

/** The head of an article found at the start of a text. */
export interface ArticleHead {
  first: ArticleNumber;
  /** The last article where the head covers a range (`Arts. 53 a 58`), else null. */
  last: ArticleNumber | null;
  /** `Artigo único` instead of a number. */
  only: boolean;
  /** Whether an opening quotation mark stands before the head, as in an amendment to another norm. */
  quoted: boolean;
  /** Number of UTF-16 units from the start of the text to the article's own words. */
  length: number;
}

const NUMBER = String.raw`(?:\d{1,3}(?:\.\d{3})+(?!\d)|\d{1,5})`;
const ORDINAL_MARK = String.raw`(?:\s?[ºª°˚](?!\p{L})|\.[ºª°]|\s?o(?![\p{L}\p{N}]))?`;
/** A letter that belongs to the number is tied to its hyphen (`58-A`, not `4 - A lei`) and begins no sentence. */
const SUFFIXES = String.raw`(?:(?:[-‐‑–—][A-Z]{1,2}|\s[-‐‑–—][A-Z]{1,2}(?!\s+\p{Ll}))(?![\p{L}\p{N}]))*`;
const GLUED_LETTER = String.raw`[A-Z](?=\s*(?:[.:–—-]|$))`;
const NUMERAL = `${NUMBER}${ORDINAL_MARK}(?:${GLUED_LETTER}|${SUFFIXES})(?!\\d)`;

const HEAD = new RegExp(
  String.raw`^\s*(?<quote>["“”„«‘'][\s"“”‘'(]*)?` +
    String.raw`(?<word>Arts?|ARTS?|Artigos?|ARTIGOS?)(?:(?:\s?\.)+\s*|\s+|(?=\d))` +
    `(?:(?<only>[úÚ]nico|ÚNICO|[uU]nico|UNICO)(?!\\p{L})|(?<number>${NUMERAL}))`,
  "u",
);
const RANGE_END = new RegExp(
  String.raw`^\s*(?<link>a|à|ao|até|e|[–—-])\s*(?:[aA]rts?\.?\s*)?(?<number>${NUMERAL})`,
  "u",
);
const SEPARATOR = /^[\s.:,;)–—-]*/u;

/**
 * The head of an article at the start of a text, in every form in use (`Art. 5º`, `Art. 5.`, `Art. 6o`, `Art 5`,
 * `Art.112.`, `Art. 4 - A lei`, `Art. 58-A`, `Art. 8º-B..`, `Art. 1.045`, `Artigo 5º`, `Arts. 53 a 58`,
 * `Art. . 177 -`, `Art. 58A duração`, `Artigo único`), also behind an opening quotation mark.
 * Null for a mention within a sentence, such as `Art. 5º da Constituição` or `Art. 7, § 2º, aplica-se`.
 */
export function parseArticleHead(text: string): ArticleHead | null {
  const match = HEAD.exec(text);
  if (match?.groups === undefined) return null;
  const only = match.groups["only"] !== undefined;
  const first = only ? { number: 1, suffixes: [] } : parseArticleNumber(match.groups["number"] ?? "");
  if (first === null || first.number === 0) return null;
  const plural = /s$/i.test(match.groups["word"] ?? "");
  const range = only ? null : parseRangeEnd({ text: text.slice(match[0].length), first, plural });
  const numberEnd = match[0].length + (range?.length ?? 0);
  const separator = SEPARATOR.exec(text.slice(numberEnd))?.[0] ?? "";
  const length = numberEnd + separator.length;
  if (!startsArticleText(text.slice(length), separator)) return null;
  return { first, last: range?.last ?? null, only, quoted: match.groups["quote"] !== undefined, length };
}

/** `a 58` behind `Arts. 53`; a dash joins two numbers only behind the plural, since it also follows a plain head. */
function parseRangeEnd(parts: {
  text: string;
  first: ArticleNumber;
  plural: boolean;
}): { last: ArticleNumber; length: number } | null {
  const match = RANGE_END.exec(parts.text);
  const last = parseArticleNumber(match?.groups?.["number"] ?? "");
  if (match === null || last === null || compareArticles(last, parts.first) <= 0) return null;
  if (!parts.plural && /[–—-]/.test(match.groups?.["link"] ?? "")) return null;
  return { last, length: match[0].length };
}

/** Tells the text of an article from the continuation of a sentence that merely begins with a mention of one. */
function startsArticleText(rest: string, separator: string): boolean {
  if (/[,;)]/.test(separator)) return false;
  if (rest === "" || /[.:–—-]/.test(separator)) return true;
  return /^[\p{Lu}"“‘«(§[\d…]/u.test(rest);
}

/**
 * An article's number as written (`5`, `5º`, `1.045`, `58-A`, `58A`, `6o-A`), null where it is none.
 */
export function parseArticleNumber(text: string): ArticleNumber | null {
  const match = /^\s*(\d[\d.]*?)\s*\.?[ºª°˚o]?\s?((?:[-‐‑–—]?[A-Za-z]{1,2})*)\s*$/.exec(text);
  if (match === null) return null;
  const number = parseDottedInteger(match[1] ?? "");
  if (number === null) return null;
  const suffixes = (match[2] ?? "").toUpperCase().match(/[A-Z]+/g) ?? [];
  return { number, suffixes };
}

/** The unit name of an article in the index: `art5`, `art103-B`. */
export function articleUnit(article: ArticleNumber): string {
  return [`art${article.number}`, ...article.suffixes].join("-");
}

/** An article's number in print: `5º`, `10`, `1.045`, `5º-A`, `103-B`. */
export function formatArticleNumber(article: ArticleNumber): string {
  return [formatProvisionNumber(article.number), ...article.suffixes].join("-");
}

/** How a citation names the unit under an article head: `Art. 5º`, `Arts. 53 a 58`, `Artigo único`. */
export function formatArticle(head: Pick<ArticleHead, "first" | "last" | "only">): string {
  if (head.only) return "Artigo único";
  if (head.last === null) return `Art. ${formatArticleNumber(head.first)}`;
  return `Arts. ${formatArticleNumber(head.first)} a ${formatArticleNumber(head.last)}`;
}

/** Order of articles within a norm: 103, 103-A, 103-B, 103-Z, 103-AA, 104. */
export function compareArticles(a: ArticleNumber, b: ArticleNumber): number {
  if (a.number !== b.number) return a.number - b.number;
  const depth = Math.min(a.suffixes.length, b.suffixes.length);
  for (let level = 0; level < depth; level++) {
    const difference = suffixRank(a.suffixes[level] ?? "") - suffixRank(b.suffixes[level] ?? "");
    if (difference !== 0) return difference;
  }
  return a.suffixes.length - b.suffixes.length;
}

/** Rank of a suffix, counting as spreadsheet columns do: A is 1, Z is 26, AA is 27. */
function suffixRank(suffix: string): number {
  let rank = 0;
  for (const letter of suffix) rank = rank * 26 + (letter.charCodeAt(0) - 64);
  return rank;
}

/** Whether `next` may follow `article` without a gap: 5 then 6 or 5-A; 103-A then 103-B, 103-A-A or 104. */
export function isNextArticle(article: ArticleNumber, next: ArticleNumber): boolean {
  if (next.number === article.number + 1) return next.suffixes.length === 0;
  if (next.number !== article.number) return false;
  const depth = next.suffixes.length - 1;
  if (depth < 0 || depth > article.suffixes.length) return false;
  for (let level = 0; level < depth; level++) {
    if (next.suffixes[level] !== article.suffixes[level]) return false;
  }
  return suffixRank(next.suffixes[depth] ?? "") === suffixRank(article.suffixes[depth] ?? "") + 1;
}
