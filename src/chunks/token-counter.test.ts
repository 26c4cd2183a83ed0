import { expect, test } from "bun:test";
import fc from "fast-check";
import { countByWord } from "./token-counter.ts";

test("a word is counted once, however often it comes", () => {
  const asked: string[] = [];
  const count = countByWord((word) => {
    asked.push(word);
    return word.length;
  });
  expect(count("lei lei  da\nlei")).toBe(3 + 3 + 2 + 3);
  expect(count("da lei")).toBe(5);
  expect(asked).toEqual(["lei", "da"]);
});

test("the count of a text is the sum of its words' counts", () => {
  const count = countByWord((word) => Math.ceil(word.length / 3));
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(count(`${a} ${b}`)).toBe(count(a) + count(b));
    }),
  );
});
