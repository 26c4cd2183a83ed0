import type { RowRange } from "../domain/row-range.ts";

/** One chunk that was found: its row in the index and its inner product with the question. */
export interface VectorHit {
  row: number;
  score: number;
}

/**
 * An opened `faiss.index`.
 *
 * All engines give the same hits for the same file, bit for bit: each adds the products of a row in one fixed order
 * (written down in `native/scan.c`), rounding every product and every sum to float32, so a score does not depend on the
 * processor and two nearly equal rows never change places. Equal scores are ordered by row, the lower first. A row
 * whose score is NaN or -infinity is never a hit.
 */
export interface VectorIndex {
  /** Name of the engine that serves it (`mmap`, `wasm`). */
  readonly engine: string;
  /** What the engine computes with on this machine, for logs and the status page (`avx2`, `simd128`). */
  readonly variant: string;
  /** Floats per row. */
  readonly dim: number;
  /** Rows. */
  readonly count: number;
  /**
   * The `k` rows with the largest inner product, best first (fewer where the index holds fewer). Runs in the calling
   * thread for as long as the rows take to read from memory.
   * @param query `dim` finite floats
   * @param ranges rows that are looked at, in any order, a row in two of them once; all where they are left out
   * @throws VademecumError `QUERY_INVALID` for another length, a NaN or infinity, or a `k` that is no whole number from
   * 1 on; `ROW_INVALID` for a range that the index does not have; `INDEX_CLOSED` after `close`.
   */
  search(query: Float32Array, k: number, ranges?: readonly RowRange[]): VectorHit[];
  /**
   * A copy of the vector in `row`, e.g. to reuse it in a new index.
   * @throws VademecumError `ROW_INVALID` outside 0 to count - 1; `INDEX_CLOSED` after `close`.
   */
  vector(row: number): Float32Array;
  /** Gives the memory back. Later searches throw `INDEX_CLOSED`; closing again does nothing. */
  close(): void;
}
