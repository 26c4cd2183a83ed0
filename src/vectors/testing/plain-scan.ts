import type { VectorHit } from "../vector-index.ts";

const LANES = 32;

/**
 * The inner product as all engines define it, element by element and readable: lane sums, folded by halves, then the
 * rest, every step rounded to float32. The engines must give exactly these bits.
 */
export function plainScore(query: Float32Array, row: Float32Array): number {
  const lanes = new Float32Array(LANES);
  const blocksEnd = query.length - (query.length % LANES);
  for (let j = 0; j < blocksEnd; j++) {
    const lane = j % LANES;
    lanes[lane] = at(lanes, lane) + Math.fround(at(query, j) * at(row, j));
  }
  for (let half = LANES / 2; half >= 1; half /= 2) {
    for (let lane = 0; lane < half; lane++) lanes[lane] = at(lanes, lane) + at(lanes, lane + half);
  }
  let sum = at(lanes, 0);
  for (let j = blocksEnd; j < query.length; j++) {
    sum = Math.fround(sum + Math.fround(at(query, j) * at(row, j)));
  }
  return sum;
}

/** The inner product in double precision: what every definition of it must come close to. */
export function exactScore(query: Float32Array, row: Float32Array): number {
  let sum = 0;
  for (let j = 0; j < query.length; j++) sum += at(query, j) * at(row, j);
  return sum;
}

/** All rows scored and sorted: best first, equal scores by row. */
export function plainSearch(options: { vectors: Float32Array; query: Float32Array; k: number }): VectorHit[] {
  const { vectors, query, k } = options;
  const dim = query.length;
  const hits: VectorHit[] = [];
  for (let row = 0; row < vectors.length / dim; row++) {
    hits.push({ row, score: plainScore(query, vectors.subarray(row * dim, (row + 1) * dim)) });
  }
  return hits.toSorted((a, b) => b.score - a.score || a.row - b.row).slice(0, k);
}

function at(values: Float32Array, index: number): number {
  return values[index] ?? Number.NaN;
}
