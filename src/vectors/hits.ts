import type { VectorHit } from "./vector-index.ts";

/** The first `count` entries of two parallel arrays as hits. */
export function hitsFrom(options: { scores: Float32Array; rows: Uint32Array; count: number }): VectorHit[] {
  const hits: VectorHit[] = [];
  for (let i = 0; i < options.count; i++) {
    hits.push({ row: options.rows[i] ?? 0, score: options.scores[i] ?? 0 });
  }
  return hits;
}
