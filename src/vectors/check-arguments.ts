import { VademecumError } from "../domain/errors.ts";
import { mergeRanges, type RowRange } from "../domain/row-range.ts";
import type { FaissHeader } from "./faiss-header.ts";
import { findNonFinite } from "./finite-values.ts";

/**
 * Checks what a caller hands to `search`, the same for every engine, before anything unchecked reaches native code.
 * @returns the rows to look at, ascending, each once, and how many hits there can be of them: `k` at most
 * @throws VademecumError `QUERY_INVALID`, `ROW_INVALID`
 */
export function checkSearch(options: {
  header: FaissHeader;
  query: Float32Array;
  k: number;
  ranges: readonly RowRange[] | undefined;
}): { limit: number; ranges: RowRange[] } {
  const { header, query, k } = options;
  if (query.length !== header.dim) {
    throw invalidQuery(
      "the query has another dimension than the index",
      `${header.dim}, got ${query.length}`,
    );
  }
  if (!Number.isInteger(k) || k < 1) {
    throw invalidQuery("the number of hits asked for makes no sense", `a whole number from 1 on, got ${k}`);
  }
  const bad = findNonFinite(query);
  if (bad !== null) {
    throw invalidQuery("the query is no vector", `finite values, got ${bad.value} at position ${bad.at}`);
  }
  const all = [{ first: 0, count: header.count }];
  for (const range of options.ranges ?? []) checkRange(header, range);
  const ranges = mergeRanges(options.ranges ?? all);
  const rows = ranges.reduce((sum, { count }) => sum + count, 0);
  return { limit: Math.min(k, rows), ranges };
}

function checkRange({ count: rows }: FaissHeader, { first, count }: RowRange): void {
  const isRange = Number.isInteger(first) && Number.isInteger(count) && first >= 0 && count >= 0;
  if (isRange && first + count <= rows) return;
  throw new VademecumError({
    code: "ROW_INVALID",
    message: "the index has no such rows",
    expected: `a range within its ${rows} rows, got ${count} from ${first} on`,
    hint: "use meta.json and faiss.index of one revision",
  });
}

/** @throws VademecumError `ROW_INVALID` */
export function checkRow(header: FaissHeader, row: number): void {
  if (Number.isInteger(row) && row >= 0 && row < header.count) return;
  throw new VademecumError({
    code: "ROW_INVALID",
    message: "the index has no such row",
    expected: `a whole number from 0 to ${header.count - 1}, got ${row}`,
    hint: "use meta.json and faiss.index of one revision",
  });
}

/** What every use of an index after `close` throws. */
export function indexClosed(path: string): VademecumError {
  return new VademecumError({
    code: "INDEX_CLOSED",
    message: `the index ${path} was used after it was closed`,
    hint: "open the revision in service again",
  });
}

function invalidQuery(message: string, expected: string): VademecumError {
  return new VademecumError({
    code: "QUERY_INVALID",
    message,
    expected,
    hint: "embed the question with the model that the manifest names",
  });
}
