import "../../../testing/property-seed.ts";
import { expect, test } from "bun:test";
import fc from "fast-check";
import { parseRange } from "./byte-range.ts";

test.each([
  ["bytes=0-0", { first: 0, last: 0 }],
  ["bytes=5-", { first: 5, last: 9 }],
  ["bytes=5-100", { first: 5, last: 9 }],
  ["bytes=-4", { first: 6, last: 9 }],
  ["bytes=-100", { first: 0, last: 9 }],
  ["bytes=10-", "unsatisfiable"],
  ["bytes=-0", "unsatisfiable"],
  ["bytes=3-2", null],
  ["bytes=0-1,4-5", null],
  ["items=0-1", null],
  [undefined, null],
] as const)("of ten bytes, %p means %p", (header, expected) => {
  expect(parseRange(header, 10)).toEqual(expected);
});

test("an empty file has no part", () => {
  expect(parseRange("bytes=0-0", 0)).toBe("unsatisfiable");
});

test("a range lies always within the file", () => {
  const number = fc.option(fc.nat(50)).map((value) => value ?? "");
  fc.assert(
    fc.property(number, number, fc.nat(40), (from, to, bytes) => {
      const range = parseRange(`bytes=${from}-${to}`, bytes);
      if (range === null || range === "unsatisfiable") return;
      expect(range.first).toBeGreaterThanOrEqual(0);
      expect(range.last).toBeGreaterThanOrEqual(range.first);
      expect(range.last).toBeLessThan(bytes);
    }),
  );
});
