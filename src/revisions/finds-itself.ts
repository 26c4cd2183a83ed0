import type { VectorIndex } from "../vectors/vector-index.ts";

/** Vectors are unit vectors up to the rounding of float32 sums. */
const UNIT_LENGTH_TOLERANCE = 1e-4;

/**
 * Whether the engine finds a row by its own vector: the best inner product is 1. (Which row it names is not asked: texts
 * that are the same have the same vector.)
 */
export function findsItself(vectors: VectorIndex, row: number): boolean {
  const [best] = vectors.search(vectors.vector(row), 1);
  return best !== undefined && Math.abs(best.score - 1) <= UNIT_LENGTH_TOLERANCE;
}
