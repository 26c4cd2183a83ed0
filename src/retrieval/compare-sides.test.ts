import { expect, test } from "bun:test";
import fc from "fast-check";
import { mergeSides, SIDE_PLACES } from "./compare-sides.ts";

const ranking = fc
  .uniqueArray(fc.nat({ max: 30 }), { maxLength: 20 })
  .map((units) => units.map((unit) => ({ unit, score: 0, lexical: null, dense: null })));

test("each side's best is within the first places, each unit comes once, and none that was found is lost", () => {
  fc.assert(
    fc.property(fc.array(ranking, { minLength: 2, maxLength: 4 }), ranking, (sides, whole) => {
      const merged = mergeSides(sides, whole).map(({ fused }) => fused.unit);
      expect(new Set(merged).size).toBe(merged.length);
      for (const units of sides) {
        const [best] = units;
        if (best !== undefined) expect(merged.indexOf(best.unit)).toBeLessThan(sides.length);
        for (const { unit } of units.slice(0, SIDE_PLACES)) expect(merged).toContain(unit);
      }
      for (const { unit } of whole) expect(merged).toContain(unit);
    }),
    { numRuns: 1000 },
  );
});

test("where nothing is compared the ranking stands as it is", () => {
  fc.assert(
    fc.property(ranking, (whole) => {
      expect(mergeSides([], whole)).toEqual(whole.map((fused) => ({ fused, side: null })));
    }),
    { numRuns: 1000 },
  );
});
