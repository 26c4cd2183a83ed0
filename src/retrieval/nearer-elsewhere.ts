import type { StrengthSignals } from "./evidence.ts";

/** So much nearer, in standard deviations of the background, something else may be and mean nothing. */
const TOLERANCE = 0.3;
/** What each further standard deviation takes from the logarithm of the odds that the evidence holds an answer. */
const WEIGHT = 1.5;
const CONFIDENCE_MARGIN = 1e-9;

/**
 * Weighs evidence from some documents by how much nearer others of the index come to the question: what is answered there
 * is not answered here, however alike the words (docs/retrieval.md has the figures).
 * @param of.best the largest inner product among the documents asked for, null where they have no chunk; `bestOfAll`: in
 * the whole index; `background`: what chunks that lie evenly over the index score
 */
export function weighElsewhere(
  signals: StrengthSignals,
  of: { best: number | null; bestOfAll: number | null; background: readonly number[] },
): StrengthSignals {
  const { best, bestOfAll, background } = of;
  if (best === null || bestOfAll === null || background.length < 2) return signals;
  const nearer = (bestOfAll - best) / (deviationOf(background) || 1);
  const confidence = Math.min(1 - CONFIDENCE_MARGIN, Math.max(CONFIDENCE_MARGIN, signals.confidence));
  const odds = (confidence / (1 - confidence)) * Math.exp(-WEIGHT * Math.max(0, nearer - TOLERANCE));
  return { ...signals, confidence: odds / (1 + odds) };
}

function deviationOf(scores: readonly number[]): number {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length);
}
