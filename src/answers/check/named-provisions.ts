import { foldCased } from "./fold-text.ts";

/** The §§, incisos and alíneas that a text names: `§2`, `§único`, `III`, `a)`. */
export type NamedProvisions = ReadonlySet<string>;

const ROMAN = "[IVXLC]{1,8}(?:-[A-Z])?";
const LINK = String.raw`\s*(?:,|;|/|\be\b|\bou\b|\ba\b|\bao\b|\bate\b|\band\b|\bto\b|[-–])\s*`;
const PARAGRAPHS = new RegExp(
  String.raw`(?:§+|\bparagrafos?\b|\bparagraphs?\b)\s*(?:unico\b|(?:n\.?o?\s*)?(?<list>\d+o?(?:-[A-Z])?(?:${LINK}§*\s*\d+o?(?:-[A-Z])?(?!\s*(?:anos?|dias?|meses|%)))*))|\bsole paragraph\b`,
  "giu",
);
const INCISOS = new RegExp(
  String.raw`\b(?:[Ii]ncisos?|[Ii]nc\.|[Ii]tems?|[Cc]lauses?|[Ss]ubsections?)\s*(?<list>${ROMAN}(?:${LINK}${ROMAN})*)\b`,
  "gu",
);
const ALINEAS =
  /\b(?:alineas?|al\.|letras?|letters?)\s*["'“‘]?(?<list>[a-z](?:["'”’]?\s*(?:,|\be\b|\bou\b|\band\b)\s*["'“‘]?[a-z])*)["'”’)]?(?![\p{L}\p{N}])/giu;

/** What a sentence names in running text: `§ 2º`, `parágrafo único`, `incisos I a III`, `alínea "b"`; also in English. */
export function namedProvisions(text: string): NamedProvisions {
  const folded = foldCased(text);
  const named = new Set<string>();
  for (const match of folded.matchAll(PARAGRAPHS)) {
    const numbers = match.groups?.["list"]?.match(/\d+(?:o?-[A-Z])?/g);
    for (const number of numbers ?? ["único"]) named.add(`§${number.replace("o-", "-")}`);
  }
  for (const match of folded.matchAll(INCISOS)) {
    for (const roman of match.groups?.["list"]?.match(new RegExp(ROMAN, "g")) ?? []) named.add(roman);
  }
  for (const match of folded.matchAll(ALINEAS)) {
    for (const letter of match.groups?.["list"]?.match(/(?<!\p{L})[a-z](?!\p{L})/giu) ?? []) {
      if (letter !== "e") named.add(`${letter.toLowerCase()})`);
    }
  }
  return named;
}

/** Where a document writes an inciso or alínea as its own: `III –`, `b)`. */
const OWN_INCISO = new RegExp(String.raw`(?<![\p{L}\p{N}])(${ROMAN})\s*(?=[-–—.)])`, "gu");
const OWN_ALINEA = /(?<![\p{L}\p{N}])([a-z])\s?\)/gu;

/** What a passage holds or names, for what a sentence says of it. */
export function heldProvisions(text: string): NamedProvisions {
  const held = new Set(namedProvisions(text));
  for (const [, roman] of text.matchAll(OWN_INCISO)) if (roman !== undefined) held.add(roman);
  for (const [, letter] of text.matchAll(OWN_ALINEA)) if (letter !== undefined) held.add(`${letter})`);
  // `art. 5º, LXXIV`: behind an article an inciso needs no word that says so.
  for (const [, roman] of text.matchAll(/,\s*([IVXLC]{1,8})(?![\p{L}\p{N}])/gu)) {
    if (roman !== undefined) held.add(roman);
  }
  return held;
}
