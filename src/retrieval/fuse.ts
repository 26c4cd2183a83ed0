/** A unit and its score in one list. */
export interface ScoredUnit {
  unit: number;
  score: number;
}

/** A unit's fused score and its own score in each list; null where that list does not hold it. */
export interface FusedUnit {
  unit: number;
  score: number;
  lexical: number | null;
  dense: number | null;
}

/** How much a standard deviation counts in each list, measured in docs/retrieval.md. */
export const LEXICAL_WEIGHT = 0.5;
export const DENSE_WEIGHT = 0.5;
/** What a unit gains whose document the question names (`segundo o Estatuto da Advocacia …`). */
export const NAMED_DOCUMENT_BONUS = 1.5;

export interface FuseOptions {
  /** Best first, at most the depth that is fused (100). */
  lexical: readonly ScoredUnit[];
  dense: readonly ScoredUnit[];
  /** Whether the question names the document that a unit lies in. */
  isNamed: (unit: number) => boolean;
}

/**
 * Fuses two rankings of units: each list's scores become z-scores within the list, which makes BM25's sums and inner
 * products comparable, and the weighted sum ranks. A unit that a list lacks has that list's lowest z-score; one that lies
 * in a document the question names gains a bonus. Best first, equal scores by unit.
 */
export function fuse({ lexical, dense, isNamed }: FuseOptions): FusedUnit[] {
  const lexicalZ = standardize(lexical);
  const denseZ = standardize(dense);
  const lexicalOf = new Map(lexical.map(({ unit, score }) => [unit, score]));
  const denseOf = new Map(dense.map(({ unit, score }) => [unit, score]));
  const units = new Set([...lexicalOf.keys(), ...denseOf.keys()]);
  const fused = [...units].map((unit) => ({
    unit,
    score:
      LEXICAL_WEIGHT * (lexicalZ.of.get(unit) ?? lexicalZ.lowest) +
      DENSE_WEIGHT * (denseZ.of.get(unit) ?? denseZ.lowest) +
      (isNamed(unit) ? NAMED_DOCUMENT_BONUS : 0),
    lexical: lexicalOf.get(unit) ?? null,
    dense: denseOf.get(unit) ?? null,
  }));
  return fused.sort((a, b) => b.score - a.score || a.unit - b.unit);
}

/** Each score as its distance from the list's mean in standard deviations; all 0 where the scores do not differ. */
function standardize(list: readonly ScoredUnit[]): { of: Map<number, number>; lowest: number } {
  const mean = list.reduce((sum, { score }) => sum + score, 0) / Math.max(1, list.length);
  const variance = list.reduce((sum, { score }) => sum + (score - mean) ** 2, 0) / Math.max(1, list.length);
  const deviation = Math.sqrt(variance) || 1;
  const of = new Map(list.map(({ unit, score }) => [unit, (score - mean) / deviation]));
  return { of, lowest: Math.min(0, ...of.values()) };
}
