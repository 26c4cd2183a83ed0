import { expect, test } from "bun:test";
import fc from "fast-check";
import { CONFIDENCE_MIN, calibrationOf, weighStrength } from "./strength.ts";
import type { StrengthFeatures } from "./strength-features.ts";

const MODELS = ["e5-small-pt", "another/model"];

function featuresOf(values: Partial<StrengthFeatures>): StrengthFeatures {
  return {
    best: 0.9,
    lift: 5,
    coverage: 0.8,
    matched: 1,
    known: 1,
    lead: 0,
    isSubjectMissing: false,
    isNamedElsewhere: false,
    isOtherThanLaw: false,
    ...values,
  };
}

const confidenceOf = (values: Partial<StrengthFeatures>, model = "e5-small-pt"): number =>
  weighStrength(featuresOf(values), calibrationOf(model)).confidence;

test("a near passage that holds the question's rare words is worth an answer, a far one without them is not", () => {
  for (const model of MODELS) {
    expect(confidenceOf({}, model)).toBeGreaterThan(0.8);
    expect(confidenceOf({ best: 0.85, lift: 2, coverage: 0.3, matched: 0.3 }, model)).toBeLessThan(0.2);
  }
});

test("a question without a term, and an index without a chunk, are weak", () => {
  for (const model of MODELS) {
    const nothing = { best: 0, lift: 0, coverage: 0, matched: 0, known: 0 };
    expect(confidenceOf(nothing, model)).toBeLessThan(CONFIDENCE_MIN);
  }
});

test("fair evidence does not outweigh a sign that the question is about something else, the best does", () => {
  for (const sign of ["isSubjectMissing", "isNamedElsewhere", "isOtherThanLaw"] as const) {
    for (const model of MODELS) {
      expect(confidenceOf({ [sign]: true, best: 0.88, lift: 4 }, model)).toBeLessThan(CONFIDENCE_MIN);
      expect(
        confidenceOf({ [sign]: true, best: 0.96, lift: 9, coverage: 1, matched: 3 }, model),
      ).toBeGreaterThan(CONFIDENCE_MIN);
    }
  }
});

test("the signals tell what was weighed", () => {
  const signals = weighStrength(
    featuresOf({ coverage: 0.7, known: 0.9, lift: 3 }),
    calibrationOf("e5-small-pt"),
  );
  expect(signals).toMatchObject({ coverage: 0.7, known: 0.9, denseLift: 3 });
});

test("nearer and better covered is never less confident, a sign of something else never more", () => {
  const arbitrary = fc.record({
    best: fc.double({ min: 0.8, max: 0.95, noNaN: true }),
    lift: fc.double({ min: -2, max: 12, noNaN: true }),
    coverage: fc.double({ min: 0, max: 0.9, noNaN: true }),
    matched: fc.double({ min: 0, max: 5, noNaN: true }),
  });
  const more = fc.double({ min: 0, max: 0.1, noNaN: true });
  fc.assert(
    fc.property(arbitrary, more, fc.constantFrom(...MODELS), (values, step, model) => {
      const base = confidenceOf(values, model);
      expect(base).toBeGreaterThanOrEqual(0);
      expect(base).toBeLessThanOrEqual(1);
      for (const name of ["best", "lift", "coverage", "matched"] as const) {
        expect(confidenceOf({ ...values, [name]: values[name] + step }, model)).toBeGreaterThanOrEqual(base);
      }
      for (const sign of ["isSubjectMissing", "isNamedElsewhere", "isOtherThanLaw"] as const) {
        expect(confidenceOf({ ...values, [sign]: true }, model)).toBeLessThanOrEqual(base);
      }
    }),
  );
});
