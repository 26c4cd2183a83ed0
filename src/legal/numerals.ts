const ORDINAL_WORDS = [
  "primeir",
  "segund",
  "terceir",
  "quart",
  "quint",
  "sext",
  "sétim",
  "oitav",
  "non",
  "décim",
] as const;

/** The value of an ordinal word of either gender up to ten (`PRIMEIRA` is 1), null for any other word. */
export function parseOrdinalWord(text: string): number | null {
  const stem = text.toLowerCase().replace(/[oa]$/, "");
  if (stem.length === text.length) return null;
  const index = ORDINAL_WORDS.findIndex((word) => word === stem || removeAccents(word) === stem);
  return index < 0 ? null : index + 1;
}

/** The text without diacritics; `ç` becomes `c`. */
export function removeAccents(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "");
}

/** The integer written in a text with or without thousands' dots (`1.045`, `1045`), null where it is none. */
export function parseDottedInteger(text: string): number | null {
  if (!/^(\d{1,3}(\.\d{3})+|\d{1,9})$/.test(text)) return null;
  return Number(text.replaceAll(".", ""));
}

/** An integer with a dot before every three digits: 1045 gives `1.045`. */
export function formatDottedInteger(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ".");
}

/** A number as legal texts print that of an article or §: ordinal up to 9 (`5º`), then cardinal (`10`, `1.045`). */
export function formatProvisionNumber(value: number): string {
  return value < 10 ? `${value}º` : formatDottedInteger(value);
}
