/** One chunk that was found: its row in the index and its inner product with the question. */
export interface VectorHit {
  row: number;
  score: number;
}

/** An opened `faiss.index`. All engines give the same hits for the same file; equal scores are ordered by row. */
export interface VectorIndex {
  /** Name of the engine that serves it (`mmap`, `wasm`). */
  readonly engine: string;
  readonly dim: number;
  readonly count: number;
  /** The `k` rows with the largest inner product, best first (fewer where the index holds fewer). */
  search(query: Float32Array, k: number): VectorHit[];
  /** Copies of the vectors `[from, from + rows.count)`, e.g. to reuse them in a new index. */
  vector(row: number): Float32Array;
  close(): void;
}
