import { expect, test } from "bun:test";
import fc from "fast-check";
import { chanceOf, fitLogistic } from "./fit-logistic.ts";

/** Cases of which each outcome comes as often as its chance says: weights stand for counts. */
function casesOf(chance: (x: number, y: number) => number) {
  const grid = [-2, -1, 0, 1, 2];
  return grid.flatMap((x) =>
    grid.flatMap((y) => {
      const likely = chance(x, y);
      return [
        { numbers: [x, y], outcome: true, weight: 1000 * likely },
        { numbers: [x, y], outcome: false, weight: 1000 * (1 - likely) },
      ];
    }),
  );
}

test("the weights that made the outcomes are found again", () => {
  const weight = fc.double({ min: -1.5, max: 1.5, noNaN: true });
  fc.assert(
    fc.property(weight, weight, weight, (a, b, c) => {
      const fit = fitLogistic(casesOf((x, y) => 1 / (1 + Math.exp(-(a + b * x + c * y)))));
      expect(fit.intercept).toBeCloseTo(a, 1);
      expect(fit.weights[0]).toBeCloseTo(b, 1);
      expect(fit.weights[1]).toBeCloseTo(c, 1);
    }),
    { numRuns: 30 },
  );
});

test("cases that can be told apart wholly give finite weights on the right side", () => {
  const fit = fitLogistic([
    { numbers: [1, 5], outcome: true, weight: 1 },
    { numbers: [0, 5], outcome: false, weight: 1 },
  ]);
  expect(fit.weights.every(Number.isFinite)).toBe(true);
  expect(chanceOf(fit, [1, 5])).toBeGreaterThan(0.5);
  expect(chanceOf(fit, [0, 5])).toBeLessThan(0.5);
});
