import { expect, test } from "bun:test";
import fc from "fast-check";
import { createVocabulary } from "./vocabulary.ts";

/** Ids as a map of strings gives them. */
function plainIds(terms: readonly string[]): number[] {
  const ids = new Map<string, number>();
  return terms.map((term) => {
    const id = ids.get(term) ?? ids.size;
    ids.set(term, id);
    return id;
  });
}

test("terms are numbered as they come, and sorted by their bytes", () => {
  const term = fc.string({ unit: fc.constantFrom("a", "b", "é", "z", "1", "😀", "ﬁ"), maxLength: 4 });
  fc.assert(
    fc.property(fc.array(term, { maxLength: 60 }), (terms) => {
      const vocabulary = createVocabulary();
      expect(terms.map((each) => vocabulary.idOf(each))).toEqual(plainIds(terms));
      const { ids, bytes, starts } = vocabulary.sorted();
      const sorted = [...ids].map((id) => bytes.subarray(starts[id], starts[id + 1]).toString());
      const distinct = [...new Set(terms)];
      expect(sorted).toEqual(distinct.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));
    }),
    { numRuns: 200 },
  );
});

test("more terms than are kept at hand as strings keep their numbers", () => {
  const vocabulary = createVocabulary();
  const terms = Array.from({ length: 130_000 }, (_, index) => `termo${index}`);
  for (let round = 0; round < 2; round++)
    expect(terms.every((term, id) => vocabulary.idOf(term) === id)).toBe(true);
  expect(vocabulary.sorted().ids.length).toBe(terms.length);
});
