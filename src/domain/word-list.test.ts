import { expect, test } from "bun:test";
import fc from "fast-check";
import { createWordList } from "./word-list.ts";

test("what was appended stands in its place, over the bounds of the blocks too", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 140_000 }), fc.nat(), (count, factor) => {
      const words = createWordList();
      const expected = Uint32Array.from({ length: count }, (_, index) => index * factor);
      for (const word of expected) words.push(word);
      expect(words.length).toBe(count);
      expect(words.toArray()).toEqual(expected);
      for (const index of [0, 65_535, 65_536, 131_071, 131_072, count - 1])
        if (index >= 0) expect(words.at(index)).toBe(expected[index] ?? 0);
    }),
    { numRuns: 20 },
  );
});

test("a number of 32 bits is kept whole", () => {
  const words = createWordList();
  words.push(2 ** 32 - 1);
  expect([words.at(0), words.at(1)]).toEqual([2 ** 32 - 1, 0]);
});
