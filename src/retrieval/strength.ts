import type { StrengthSignals } from "./evidence.ts";

export interface SignalInputs {
  /** The question's distinct terms: how rare each is, and whether the index holds it anywhere. */
  terms: readonly { idf: number; found: number }[];
  /** For each of the best passages' units, which of the terms it holds. */
  held: readonly (readonly boolean[])[];
  /** Inner product of the best chunk with the question; null where there is no chunk. */
  bestDense: number | null;
  /** Inner products of chunks that lie evenly over the index: what an unrelated chunk scores for this question. */
  background: readonly number[];
}

/** Evidence of at least this confidence is worth an answer. */
export const CONFIDENCE_MIN = 0.5;

/**
 * Weighs whether the best passages speak of what was asked. Inner products of this model's vectors lie near 0.85 even
 * for unrelated texts, and what they mean differs from question to question, so the best one is compared with the
 * question's own background; and a passage that speaks of the matter also holds the question's rarer words.
 * The weights are a logistic regression's (see docs/retrieval.md).
 */
export function weighStrength({ terms, held, bestDense, background }: SignalInputs): StrengthSignals {
  const rarity = terms.reduce((sum, { idf }) => sum + idf, 0);
  const share = (counts: (index: number) => boolean): number =>
    rarity === 0 ? 0 : terms.reduce((sum, { idf }, index) => sum + (counts(index) ? idf : 0), 0) / rarity;
  const coverage = Math.max(0, ...held.map((holds) => share((index) => holds[index] === true)));
  const known = share((index) => (terms[index]?.found ?? 0) > 0);
  const denseLift = bestDense === null ? 0 : liftAbove(bestDense, background);
  const termCount = Math.log(1 + terms.length);
  const logit = -6 + 4 * coverage + known + 0.5 * denseLift + termCount;
  return { coverage, known, denseLift, confidence: 1 / (1 + Math.exp(-logit)) };
}

/** Distance of the best score from the background's mean, in the background's standard deviations. */
function liftAbove(best: number, background: readonly number[]): number {
  if (background.length < 2) return 0;
  const mean = background.reduce((sum, score) => sum + score, 0) / background.length;
  const variance = background.reduce((sum, score) => sum + (score - mean) ** 2, 0) / background.length;
  return (best - mean) / (Math.sqrt(variance) || 1);
}
