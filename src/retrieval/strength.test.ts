import { expect, test } from "bun:test";
import fc from "fast-check";
import { CONFIDENCE_MIN, calibrationOf, type SignalInputs, weighStrength } from "./strength.ts";

const calibration = calibrationOf("e5-small-pt");
const background = [0.83, 0.84, 0.85];

function weigh(inputs: Partial<SignalInputs>) {
  return weighStrength({
    terms: [],
    held: [],
    bestDense: 0.85,
    rarest: 10,
    background,
    calibration,
    ...inputs,
  });
}

test("a question whose rare words stand in a near passage is confident, one of unknown words is not", () => {
  const terms = [
    { idf: 6, found: 20 },
    { idf: 4, found: 90 },
  ];
  const strong = weigh({ terms, held: [[true, true]], bestDense: 0.91 });
  expect(strong.coverage).toBe(1);
  expect(strong.confidence).toBeGreaterThan(0.9);
  const weak = weigh({
    terms: [
      { idf: 10, found: 0 },
      { idf: 4, found: 90 },
    ],
    held: [[false, true]],
    bestDense: 0.85,
  });
  expect(weak.known).toBeCloseTo(4 / 14, 12);
  expect(weak.coverage).toBeCloseTo(4 / 14, 12);
  expect(weak.confidence).toBeLessThan(0.1);
});

test("the words must stand together in one passage", () => {
  const terms = [
    { idf: 5, found: 1 },
    { idf: 5, found: 1 },
  ];
  expect(
    weigh({
      terms,
      held: [
        [true, false],
        [false, true],
      ],
    }).coverage,
  ).toBe(0.5);
  expect(weigh({ terms, held: [[true, true]] }).coverage).toBe(1);
});

test("a question without a term, and an index without a chunk, are weak", () => {
  for (const embedModel of ["e5-small-pt", "another/model"]) {
    const inputs = { bestDense: null, background: [], calibration: calibrationOf(embedModel) };
    expect(weigh(inputs).confidence).toBeLessThan(CONFIDENCE_MIN);
  }
});

test("nearer and better covered is never less confident", () => {
  const score = fc.double({ min: 0.8, max: 0.95, noNaN: true });
  const term = fc.record({
    idf: fc.double({ min: 0.1, max: 10, noNaN: true }),
    found: fc.nat(),
    held: fc.boolean(),
  });
  const calibrations = fc.constantFrom("e5-small-pt", "another/model").map(calibrationOf);
  fc.assert(
    fc.property(
      fc.array(term, { minLength: 1, maxLength: 8 }),
      score,
      score,
      calibrations,
      (terms, one, other, used) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        const held = [terms.map((one) => one.held)];
        const base = weigh({ terms, held, bestDense: low, calibration: used });
        expect(base.confidence).toBeGreaterThanOrEqual(0);
        expect(base.confidence).toBeLessThanOrEqual(1);
        const nearer = weigh({ terms, held, bestDense: high, calibration: used });
        expect(nearer.confidence).toBeGreaterThanOrEqual(base.confidence);
        const covered = weigh({ terms, held: [terms.map(() => true)], bestDense: low, calibration: used });
        expect(covered.confidence).toBeGreaterThanOrEqual(base.confidence);
      },
    ),
  );
});
