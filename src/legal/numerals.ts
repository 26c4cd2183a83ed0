const ROMAN_DIGITS: readonly (readonly [number, string])[] = [
  [1000, "M"],
  [900, "CM"],
  [500, "D"],
  [400, "CD"],
  [100, "C"],
  [90, "XC"],
  [50, "L"],
  [40, "XL"],
  [10, "X"],
  [9, "IX"],
  [5, "V"],
  [4, "IV"],
  [1, "I"],
];

/** A number as an upper-case Roman numeral, for 1 to 3999. */
export function toRoman(value: number): string {
  let rest = value;
  let roman = "";
  for (const [worth, digits] of ROMAN_DIGITS) {
    while (rest >= worth) {
      roman += digits;
      rest -= worth;
    }
  }
  return roman;
}

/** The value of a Roman numeral in any case, null where it is not written as one should be (`IIII`, `IC`, ``). */
export function parseRoman(text: string): number | null {
  const upper = text.toUpperCase();
  if (!/^[MDCLXVI]{1,15}$/.test(upper)) return null;
  let value = 0;
  let at = 0;
  for (const [worth, digits] of ROMAN_DIGITS) {
    while (upper.startsWith(digits, at)) {
      value += worth;
      at += digits.length;
    }
  }
  return at === upper.length && toRoman(value) === upper ? value : null;
}

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
