import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseRoman, toRoman } from "./roman-numerals.ts";

test("Roman numerals are read back as written, in any case", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3999 }), (value) => {
      expect(parseRoman(toRoman(value))).toBe(value);
      expect(parseRoman(toRoman(value).toLowerCase())).toBe(value);
    }),
  );
});

test.each(["", "IIII", "IC", "VX", "CIVIL", "MIL", "A", "1"])("%p is no Roman numeral", (text) => {
  expect(parseRoman(text)).toBeNull();
});

test("a number that has no numeral stays in decimal figures", () => {
  expect([0, 4000].map(toRoman)).toEqual(["0", "4000"]);
});
