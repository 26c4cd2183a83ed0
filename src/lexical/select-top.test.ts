import { expect, test } from "bun:test";
import fc from "fast-check";
import { selectTop } from "./select-top.ts";

test("the selection is the head of a full sort", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 60 }),
      fc.integer({ min: 0, max: 70 }),
      (values, k) => {
        const sorted = [...values.keys()]
          .filter((position) => (values[position] ?? 0) > 0)
          .sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b);
        expect(selectTop(Float64Array.from(values), k)).toEqual(sorted.slice(0, k));
      },
    ),
  );
});
