import { readFileSync } from "node:fs";
import { VademecumError } from "../domain/errors.ts";
import { mergeRanges, type RowRange } from "../domain/row-range.ts";
import { createAnalyzer } from "./analyze.ts";
import { inverseFrequency } from "./bm25.ts";
import { layoutOf, readHeader } from "./lexical-format.ts";
import { selectTop } from "./select-top.ts";

/** A unit that shares terms with the question, and its BM25 score. */
export interface LexicalHit {
  unit: number;
  score: number;
}

/** A distinct term of a question as the index knows it. */
export interface QueryTerm {
  term: string;
  /** How often the question says it. */
  count: number;
  /** Inverse document frequency; a term the index does not hold has the largest. */
  idf: number;
  /** Its postings are `[first, first + found)`; found is the number of units that hold it. */
  first: number;
  found: number;
}

export interface LexicalIndex {
  readonly unitCount: number;
  /** Whether the file is mapped, or had to be copied into memory because it may not be opened for mapping. */
  readonly access: "mapped" | "copied";
  /** A question's distinct terms, in order of appearance. */
  parse(question: string): QueryTerm[];
  /**
   * The `k` units with the largest BM25 score, best first, equal scores by unit; only units that share a term.
   * @param ranges units that are looked at; all where they are left out. Scores are the same with and without.
   */
  search(terms: readonly QueryTerm[], k: number, ranges?: readonly RowRange[]): LexicalHit[];
  /** Which of the terms a unit holds, in the order given. */
  holds(terms: readonly QueryTerm[], unit: number): boolean[];
  close(): void;
}

/**
 * Opens a `lexical.bin` by mapping it: nothing is copied, terms are found by binary search in the mapped bytes.
 * @throws {VademecumError} INDEX_CORRUPT where the file is damaged, INDEX_UNREADABLE where it cannot be opened
 */
export function openLexicalIndex(path: string): LexicalIndex {
  const { bytes, access } = mapFile(path);
  const { buffer, byteOffset } = bytes;
  const counts = readHeader(bytes, path);
  const layout = layoutOf(counts);
  const words = (offset: number, length: number) => new Uint32Array(buffer, byteOffset + offset, length);
  const termOffsets = words(layout.termOffsets, counts.terms + 1);
  const postingOffsets = words(layout.postingOffsets, counts.terms + 1);
  const postingUnits = words(layout.postingUnits, counts.postings);
  const postingWeights = new Float32Array(buffer, byteOffset + layout.postingWeights, counts.postings);
  const termBytes = Buffer.from(buffer, byteOffset + layout.terms, counts.termBytes);

  const analyze = createAnalyzer();
  let scores: Float64Array | null = new Float64Array(counts.units);
  const allUnits: RowRange = { first: 0, count: counts.units };

  /** Rank of a term among the sorted ones, -1 where the index does not hold it. */
  const rankOf = (term: string): number => {
    const wanted = Buffer.from(term);
    let low = 0;
    let high = counts.terms - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const from = termOffsets[middle] ?? 0;
      const order = termBytes.compare(wanted, 0, wanted.length, from, termOffsets[middle + 1] ?? from);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  };

  const parse = (question: string): QueryTerm[] => {
    const byTerm = new Map<string, QueryTerm>();
    for (const term of analyze(question)) {
      const known = byTerm.get(term);
      if (known !== undefined) {
        known.count += 1;
        continue;
      }
      const rank = rankOf(term);
      const first = rank < 0 ? 0 : (postingOffsets[rank] ?? 0);
      const found = rank < 0 ? 0 : (postingOffsets[rank + 1] ?? first) - first;
      byTerm.set(term, { term, count: 1, idf: inverseFrequency(found, counts.units), first, found });
    }
    return [...byTerm.values()];
  };

  /** The first of a term's postings whose unit is not below `unit`: a term's postings ascend by unit. */
  const postingFrom = ({ first, found }: QueryTerm, unit: number): number => {
    let low = first;
    let high = first + found;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((postingUnits[middle] ?? 0) < unit) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  const search = (terms: readonly QueryTerm[], k: number, ranges?: readonly RowRange[]): LexicalHit[] => {
    if (scores === null) throw closed(path);
    scores.fill(0);
    for (const { first: firstUnit, count: unitCount } of mergeRanges(ranges ?? [allUnits])) {
      for (const term of terms) {
        const weight = term.count * term.idf;
        const end = postingFrom(term, firstUnit + unitCount);
        for (let at = postingFrom(term, firstUnit); at < end; at++) {
          const unit = postingUnits[at] ?? 0;
          scores[unit] = (scores[unit] ?? 0) + weight * (postingWeights[at] ?? 0);
        }
      }
    }
    return selectTop(scores, k).map((unit) => ({ unit, score: scores?.[unit] ?? 0 }));
  };

  const holds = (terms: readonly QueryTerm[], unit: number): boolean[] =>
    terms.map((term) => {
      const at = postingFrom(term, unit);
      return at < term.first + term.found && postingUnits[at] === unit;
    });

  return {
    unitCount: counts.units,
    access,
    parse,
    search,
    holds,
    close: () => {
      scores = null;
    },
  };
}

/**
 * Bun opens a file for writing even where it maps it privately, so a file that may only be read is copied instead.
 * The file's pages are given back once nothing refers to the index any more.
 */
function mapFile(path: string): { bytes: Uint8Array<ArrayBufferLike>; access: "mapped" | "copied" } {
  try {
    return { bytes: Bun.mmap(path, { shared: false }), access: "mapped" };
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "EACCES" && code !== "EROFS" && code !== "EINVAL" && code !== "EPERM")
      throw unreadable(path, error);
  }
  try {
    return { bytes: readFileSync(path), access: "copied" };
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, cause: unknown): VademecumError {
  return new VademecumError({
    code: "INDEX_UNREADABLE",
    message: `the lexical index ${path} cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}`,
    expected: "a lexical.bin that this user may read",
    hint: "check the path and its permissions, or build the index (vade reindex)",
    cause,
  });
}

function closed(path: string): VademecumError {
  return new VademecumError({
    code: "INDEX_CLOSED",
    message: `the lexical index ${path} was searched after it had been closed`,
    hint: "keep a revision open until the last question that uses it is answered",
  });
}
