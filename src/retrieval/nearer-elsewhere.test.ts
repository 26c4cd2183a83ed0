import { expect, test } from "bun:test";
import fc from "fast-check";
import { weighElsewhere } from "./nearer-elsewhere.ts";

const signals = (confidence: number) => ({ coverage: 1, known: 1, denseLift: 3, confidence });
const background = [0.4, 0.5, 0.6];
const deviation = Math.sqrt(0.02 / 3);

test("where nothing in the index comes much nearer the evidence is as strong as it was", () => {
  for (const nearer of [0, 0.29]) {
    const bestOfAll = 0.9 + nearer * deviation;
    const weighed = weighElsewhere(signals(0.8), { best: 0.9, bestOfAll, background });
    expect(weighed.confidence).toBeCloseTo(0.8, 9);
  }
});

test("the nearer another document comes, the weaker the evidence; nothing else changes", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0.31, max: 20, noNaN: true }),
      fc.double({ min: 0.01, max: 5, noNaN: true }),
      (confidence, nearer, further) => {
        const at = (lifts: number) =>
          weighElsewhere(signals(confidence), { best: 0.9, bestOfAll: 0.9 + lifts * deviation, background });
        const [one, two] = [at(nearer), at(nearer + further)];
        expect(two.confidence).toBeLessThan(one.confidence);
        expect(two.confidence).toBeGreaterThanOrEqual(0);
        expect(one.confidence).toBeLessThanOrEqual(1);
        expect({ ...one, confidence }).toEqual(signals(confidence));
      },
    ),
  );
});

test("half a chance is refused a lift away, a sure answer is not", () => {
  const away = { best: 0.9, bestOfAll: 0.9 + 1.3 * deviation, background };
  expect(weighElsewhere(signals(0.7), away).confidence).toBeLessThan(0.5);
  expect(weighElsewhere(signals(0.97), away).confidence).toBeGreaterThan(0.5);
});

test("where there is nothing to compare the evidence stays", () => {
  expect(weighElsewhere(signals(0.7), { best: null, bestOfAll: 0.9, background })).toEqual(signals(0.7));
  expect(weighElsewhere(signals(0.7), { best: 0.1, bestOfAll: 0.9, background: [] })).toEqual(signals(0.7));
});
