import type { RowRange } from "../domain/row-range.ts";
import type { VectorIndex } from "../vectors/vector-index.ts";
import type { ScoredUnit } from "./fuse.ts";
import type { PassageStore } from "./passage-store.ts";

/** Chunks of one unit that are compared with the question at most when its best one is looked for. */
const UNIT_CHUNKS_MAX = 64;

export interface DenseUnits {
  /** Units by the largest inner product among their chunks, best first. */
  units: ScoredUnit[];
  /** The chunk that gave a unit its score. */
  bestChunk: ReadonlyMap<number, number>;
}

export interface DenseUnitsOptions {
  vectors: VectorIndex;
  store: Pick<PassageStore, "unitOf">;
  query: Float32Array;
  /** Chunks to take from the index, and units to keep of them. */
  rows: number;
  units: number;
  /** Chunks that are looked at; all where they are left out. */
  ranges?: readonly RowRange[];
}

/** Ranks units by their best chunk. */
export function searchDenseUnits(options: DenseUnitsOptions): DenseUnits {
  const { vectors, store, query, rows, units, ranges } = options;
  const found: ScoredUnit[] = [];
  const bestChunk = new Map<number, number>();
  for (const { row, score } of vectors.search(query, rows, ranges)) {
    const unit = store.unitOf(row);
    if (bestChunk.has(unit)) continue;
    bestChunk.set(unit, row);
    found.push({ unit, score });
    if (found.length === units) break;
  }
  return { units: found, bestChunk };
}

/** The chunk of a run that is nearest to the question. */
export function nearestChunk(options: {
  vectors: VectorIndex;
  query: Float32Array;
  firstChunk: number;
  chunkCount: number;
}): number {
  const { vectors, query, firstChunk, chunkCount } = options;
  let best = firstChunk;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let chunk = firstChunk; chunk < firstChunk + Math.min(chunkCount, UNIT_CHUNKS_MAX); chunk++) {
    const score = innerProduct(query, vectors.vector(chunk));
    if (score > bestScore) {
      bestScore = score;
      best = chunk;
    }
  }
  return best;
}

export function innerProduct(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
