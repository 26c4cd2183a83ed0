import type { StrengthSignals } from "./evidence.ts";
import type { StrengthFeatures } from "./strength-features.ts";

/** Evidence of at least this confidence is worth an answer; a wrong refusal is the worse mistake. */
export const CONFIDENCE_MIN = 0.45;

/** What each feature adds to the logarithm of the odds that the evidence holds an answer. */
export interface StrengthCalibration {
  name: string;
  /** Whether the best inner product itself counts, or only its distance from the background. */
  scale: "inner-product" | "lift";
  intercept: number;
  nearness: number;
  coverage: number;
  /** Of ln(1 + matched): a long question is never covered whole, but much of it is matched. */
  matched: number;
  /** Of the lead of examples that the index answers. */
  lead: number;
  subjectMissing: number;
  namedElsewhere: number;
  otherThanLaw: number;
}

/**
 * Logistic regressions over questions with and without an answer (docs/retrieval.md has the figures); made by
 * `bun scripts/fit-refusals.ts`.
 */
const MEASURED: readonly StrengthCalibration[] = [
  {
    name: "e5-small-pt",
    scale: "inner-product",
    intercept: -43.6,
    nearness: 46.279,
    coverage: 3.449,
    matched: 1.493,
    lead: 79.262,
    subjectMissing: -2.915,
    namedElsewhere: -1.844,
    otherThanLaw: -2.77,
  },
];
const GENERIC: StrengthCalibration = {
  name: "generic",
  scale: "lift",
  intercept: -6.11,
  nearness: 0.55,
  coverage: 4.794,
  matched: 1.713,
  lead: 0,
  subjectMissing: -2.907,
  namedElsewhere: -2.018,
  otherThanLaw: -3.143,
};

/** The calibration of an embedding model, as the manifest names it; the generic one where it was not measured. */
export function calibrationOf(embedModel: string | undefined): StrengthCalibration {
  return MEASURED.find(({ name }) => name === embedModel) ?? GENERIC;
}

/** The numbers that a calibration weighs, in the order of `WEIGHTS`. */
export function weighedNumbers(
  features: StrengthFeatures,
  scale: StrengthCalibration["scale"],
): Record<(typeof WEIGHTS)[number], number> {
  return {
    nearness: scale === "lift" ? features.lift : features.best,
    coverage: features.coverage,
    matched: Math.log(1 + features.matched),
    lead: features.lead,
    subjectMissing: Number(features.isSubjectMissing),
    namedElsewhere: Number(features.isNamedElsewhere),
    otherThanLaw: Number(features.isOtherThanLaw),
  };
}

/** The names of a calibration's weights. */
export const WEIGHTS = [
  "nearness",
  "coverage",
  "matched",
  "lead",
  "subjectMissing",
  "namedElsewhere",
  "otherThanLaw",
] as const;

/**
 * Weighs whether the best passages speak of what was asked. A passage that does, holds the question's rarer words, and
 * is near to the question. Near has no scale common to all models (of e5's vectors, unrelated ones have inner products
 * of 0.85), so the scale is known for the models that were measured, and for others only the distance from what
 * unrelated chunks score for the same question counts.
 */
export function weighStrength(features: StrengthFeatures, calibration: StrengthCalibration): StrengthSignals {
  const numbers = weighedNumbers(features, calibration.scale);
  const logit = WEIGHTS.reduce((sum, name) => sum + calibration[name] * numbers[name], calibration.intercept);
  return {
    coverage: features.coverage,
    known: features.known,
    denseLift: features.lift,
    confidence: 1 / (1 + Math.exp(-logit)),
  };
}
