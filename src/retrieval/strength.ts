import type { StrengthSignals } from "./evidence.ts";

export interface SignalInputs {
  /** The question's distinct terms: how rare each is, and in how many units the index holds it. */
  terms: readonly { idf: number; found: number }[];
  /** For each of the best passages' units, which of the terms it holds. */
  held: readonly (readonly boolean[])[];
  bestDense: number | null;
  /** The idf of a term that the index does not hold, the largest there is: the measure of rarity in this index. */
  rarest: number;
  /** Inner products of chunks that lie evenly over the index: what an unrelated chunk scores for this question. */
  background: readonly number[];
  calibration: StrengthCalibration;
}

/** Evidence of at least this confidence is worth an answer. */
export const CONFIDENCE_MIN = 0.5;
/** … and of this where the question asks for something by a name that neither the best passages nor the titles bear. */
export const NAMED_ELSEWHERE_CONFIDENCE_MIN = 0.95;

/** How inner products are read: on the scale of a model that was measured, or of no model in particular. */
export interface StrengthCalibration {
  name: string;
  /** Whether the best inner product itself counts, or only its distance from the background. */
  scale: "inner-product" | "lift";
  intercept: number;
  dense: number;
  coverage: number;
  /**
   * Of ln(1 + matched), matched being the held terms' idf together as a multiple of the rarest: a long question is never
   * covered whole, but much of it is matched. A multiple, since idf grows with the size of the index.
   */
  matched: number;
}

/** Logistic regressions over questions with and without an answer in nine indexes (docs/retrieval.md has the figures). */
const MEASURED: readonly StrengthCalibration[] = [
  {
    name: "e5-small-pt",
    scale: "inner-product",
    intercept: -78.01,
    dense: 87.14,
    coverage: 1.38,
    matched: 1.78,
  },
];
const GENERIC: StrengthCalibration = {
  name: "generic",
  scale: "lift",
  intercept: -5.53,
  dense: 0.187,
  coverage: 4.31,
  matched: 2.83,
};

/** The calibration of an embedding model, as the manifest names it; the generic one where it was not measured. */
export function calibrationOf(embedModel: string | undefined): StrengthCalibration {
  return MEASURED.find(({ name }) => name === embedModel) ?? GENERIC;
}

/**
 * Weighs whether the best passages speak of what was asked. A passage that does, holds the question's rarer words, and
 * is near to the question. Near has no scale common to all models (of e5's vectors, unrelated ones have inner products
 * of 0.85), so the scale is known for the models that were measured, and for others only the distance from what
 * unrelated chunks score for the same question counts.
 */
export function weighStrength(inputs: SignalInputs): StrengthSignals {
  const { terms, held, bestDense, rarest, background, calibration } = inputs;
  const rarityOf = (counts: (index: number) => boolean): number =>
    terms.reduce((sum, { idf }, index) => sum + (counts(index) ? idf : 0), 0);
  const rarity = rarityOf(() => true);
  const shareOf = (part: number): number => (rarity === 0 ? 0 : part / rarity);
  const matched = Math.max(0, ...held.map((holds) => rarityOf((index) => holds[index] === true)));
  const coverage = shareOf(matched);
  const denseLift = bestDense === null ? 0 : liftAbove(bestDense, background);
  const nearness = calibration.scale === "lift" ? denseLift : (bestDense ?? 0);
  const logit =
    calibration.intercept +
    calibration.dense * nearness +
    calibration.coverage * coverage +
    calibration.matched * Math.log(1 + matched / rarest);
  return {
    coverage,
    known: shareOf(rarityOf((index) => (terms[index]?.found ?? 0) > 0)),
    denseLift,
    confidence: 1 / (1 + Math.exp(-logit)),
  };
}

/** Distance of the best score from the background's mean, in the background's standard deviations. */
function liftAbove(best: number, background: readonly number[]): number {
  if (background.length < 2) return 0;
  const mean = background.reduce((sum, score) => sum + score, 0) / background.length;
  const variance = background.reduce((sum, score) => sum + (score - mean) ** 2, 0) / background.length;
  return (best - mean) / (Math.sqrt(variance) || 1);
}
