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

/** A whole number as an upper-case Roman numeral; one outside 1 to 3999, which has none, in decimal figures. */
export function toRoman(value: number): string {
  if (value < 1 || value > 3999) return String(value);
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
