import { stemmer } from "@orama/stemmers/portuguese";
import { STOP_WORDS } from "./stop-words.ts";

/** Version of what this file makes of a text; it stands in `lexical.bin`, so that an index and a question agree. */
export const ANALYZER_VERSION = 1;

/** A text's terms in order of appearance, repetitions kept. */
export type Analyzer = (text: string) => string[];

/** Stems kept at once. The whole corpus of Brazilian codes has about 25,000 distinct words. */
const STEM_CACHE_MAX_WORDS = 50_000;

/**
 * A number with thousands' dots, a year (`13.709/2018`), an ordinal's letter (`5o`, from `5º`) and letters (`58-a`);
 * or the paragraph sign; or a word. Runs over folded text.
 */
const TOKEN =
  /(?<number>\d{1,3}(?:\.\d{3})+(?!\d)|\d+)(?:\/(?<year>\d{4}|\d{2})(?!\d))?(?:[oa](?![\p{L}\p{N}]))?(?<letters>(?:-[a-z]{1,2}(?![\p{L}\p{N}]))*)|§|(?<word>\p{L}[\p{L}\p{N}]*)/gu;

/** What a number that follows is the number of: `art. 5º` gives the term `art5` beside `5`. */
const CITED_KINDS: ReadonlyMap<string, string> = new Map([
  ["art", "art"],
  ["arts", "art"],
  ["artigo", "art"],
  ["artigos", "art"],
  ["sumula", "sumula"],
  ["sumulas", "sumula"],
]);

/** Words that may stand between that word and the number: `súmula vinculante nº 11`, `arts. 5º e 6º`. */
const CITATION_FILLERS: ReadonlySet<string> = new Set(["no", "n", "numero", "vinculante", "e", "a", "ou"]);

/** Canonical Roman numerals of at least two letters: incisos are cited by them, and a stemmer would maim them. */
const ROMAN = /^(?=[ivxlcdm]{2})m{0,3}(?:cm|cd|d?c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$/;

/** Endings that the Portuguese stemmer knows only with their accents, as [unaccented, accented]. */
const ACCENTED_ENDINGS: readonly (readonly [string, string])[] = [
  ["coes", "ções"],
  ["cao", "ção"],
  ["oes", "ões"],
  ["aes", "ães"],
  ["ao", "ão"],
  ["encias", "ências"],
  ["encia", "ência"],
  ["ancias", "âncias"],
  ["ancia", "ância"],
  ["aveis", "áveis"],
  ["avel", "ável"],
  ["iveis", "íveis"],
  ["ivel", "ível"],
];

/** Lower case, compatibility forms resolved (`º` → `o`, ligatures), accents gone. */
export function foldText(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "");
}

/**
 * The stem of a folded word. Accents are put back where the stemmer's suffix rules need them and taken away after it,
 * so that `apelação`, `apelações` and an unaccented `apelacao` all become `apel`.
 */
function stemWord(word: string): string {
  for (const [plain, accented] of ACCENTED_ENDINGS) {
    if (word.endsWith(plain)) return foldText(stemmer(word.slice(0, -plain.length) + accented));
  }
  return foldText(stemmer(word));
}

function stemmerWithCache(): (word: string) => string {
  const cache = new Map<string, string>();
  return (word) => {
    const known = cache.get(word);
    if (known !== undefined) return known;
    const stem = stemWord(word);
    if (cache.size >= STEM_CACHE_MAX_WORDS) cache.clear();
    cache.set(word, stem);
    return stem;
  };
}

/** `90` in `8.112/90` is 1990; no Brazilian act in force is older than 1850, and none is newer than 2049. */
function fullYear(year: string): string {
  if (year.length === 4) return year;
  return Number(year) >= 50 ? `19${year}` : `20${year}`;
}

/** `13.709/2018` → `13709`, `2018`, `13709/2018`; `58-A` → `58-a`, and `art58-a` where it is an article's number. */
function numberTerms(parts: Record<string, string | undefined>, citedKind: string | null): string[] {
  const number = (parts["number"] ?? "").replaceAll(".", "").replace(/^0+(?=\d)/, "");
  const name = number + (parts["letters"] ?? "");
  const terms = [name];
  if (parts["year"] !== undefined) {
    const year = fullYear(parts["year"]);
    terms.push(year, `${number}/${year}`);
  }
  if (citedKind !== null) terms.push(citedKind + name);
  return terms;
}

/**
 * The one analysis that texts and questions share: lower case, accents folded, Portuguese stop words dropped, words
 * stemmed (Snowball), numbers of laws, articles and súmulas and Roman numerals kept as terms. The result depends on the
 * text alone; the stems of words seen before are kept, at most 50,000 of them.
 */
export function createAnalyzer(): Analyzer {
  const stem = stemmerWithCache();
  return (text) => {
    const terms: string[] = [];
    let citedKind: string | null = null;
    for (const match of foldText(text).matchAll(TOKEN)) {
      const groups = match.groups ?? {};
      const word = groups["word"];
      if (word === undefined) {
        if (groups["number"] === undefined) citedKind = null;
        else terms.push(...numberTerms(groups, citedKind));
        continue;
      }
      if (!CITATION_FILLERS.has(word)) citedKind = CITED_KINDS.get(word) ?? null;
      if (STOP_WORDS.has(word)) continue;
      terms.push(ROMAN.test(word) ? word : stem(word));
    }
    return terms;
  };
}
