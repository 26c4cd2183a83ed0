/** What kind of provision a piece of an article's text begins with, by depth: caput 0, § 1, inciso 2, alínea 3, item 4. */
export const PROVISION_DEPTH = { caput: 0, paragraph: 1, inciso: 2, alinea: 3, item: 4 } as const;
export type ProvisionKind = keyof typeof PROVISION_DEPTH;

const PARAGRAPH = String.raw`§\s*\d+|§§\s*\d+|[Pp]ar[áa]grafo [úu]nico\b|PAR[ÁA]GRAFO [ÚU]NICO\b`;
const INCISO = String.raw`[IVXLC]{1,8}(?:\s?-\s?[A-Z])?\s*(?:[-–—)]|\.\s)`;
const ALINEA = String.raw`(?:[a-z]{1,2}|[A-Z])(?:-[A-Z])?\s?\)`;
const ITEM = String.raw`\d{1,2}(?:\.\d{1,2})*\s*(?:[-–—)]|\.\s)`;
const START = new RegExp(
  `^["“‘(]?(?:(?<paragraph>${PARAGRAPH})|(?<inciso>${INCISO})|(?<alinea>${ALINEA})|(?<item>${ITEM}))`,
  "u",
);

/** The provision that a text begins with, null where it begins with none of §, inciso, alínea or item. */
export function provisionAt(text: string): Exclude<ProvisionKind, "caput"> | null {
  const groups = START.exec(text)?.groups;
  if (groups === undefined) return null;
  if (groups["paragraph"] !== undefined) return "paragraph";
  if (groups["inciso"] !== undefined) return "inciso";
  return groups["alinea"] !== undefined ? "alinea" : "item";
}

/**
 * A provision within a paragraph follows the end of the one before; a § also a sentence's end. The mark of an alínea or
 * item is only trusted behind `;` or `:`, since a single letter or number before a bracket is common in running text.
 */
const INNER_START = new RegExp(
  String.raw`(?<=[.;:)”"]\s+)(?=${PARAGRAPH})|(?<=[.;:]\s+(?:e\s+|ou\s+)?|,\s+(?:e|ou)\s+)(?=[IVXLC]{1,8}(?:-[A-Z])?\s*[-–—]\s)|(?<=[;:]\s+(?:e\s+|ou\s+)?)(?=${ALINEA}\s)`,
  "gu",
);

/** Offsets within a paragraph at which a further provision begins, ascending, without 0. */
export function innerProvisionOffsets(text: string): number[] {
  return [...text.matchAll(INNER_START)].map((match) => match.index).filter((offset) => offset > 0);
}

/** Finds the beginning of a § (`3`, `2-A` or `único`) where a text or, with the flag `m`, a line begins with it. */
export function paragraphMark(paragraph: string, flags: string): RegExp {
  if (paragraph === "único") return new RegExp(String.raw`^\s*par[aá]grafo [uú]nico`, `i${flags}`);
  const [number = "", letter] = paragraph.split("-");
  const inserted = letter === undefined ? String.raw`(?!\d|[ºo°]?-[A-Z]\b)` : String.raw`[ºo°]?-${letter}\b`;
  return new RegExp(String.raw`^\s*§\s*${number}${inserted}`, flags);
}

/** Finds the beginning of an inciso (`LXXIV`, `XLI-A`) in the same way. */
export function incisoMark(inciso: string, flags: string): RegExp {
  return new RegExp(String.raw`^\s*${inciso}\s*(?!-[A-Z]\s*[-–—.)])[-–—.)]`, flags);
}
