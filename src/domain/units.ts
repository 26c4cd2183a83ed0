import type { ChunkRecord } from "./meta.ts";

/**
 * A citable unit as a run of chunks: an article, a súmula, or one chunk that lies in none. Lexical search ranks units
 * and dense search ranks chunks; this is where the two meet.
 */
export interface UnitRange {
  /** Position of the unit in the index, 0-based. */
  id: number;
  firstChunk: number;
  chunkCount: number;
}

/** Whether a chunk begins a unit: the first of all, one with part 0, or one in no unit. Others go on with the last. */
export function beginsUnit(chunk: Pick<ChunkRecord, "unit" | "part">, index: number): boolean {
  return index === 0 || chunk.unit === null || chunk.part === 0;
}

/** The units of an index, in chunk order; a unit's chunks follow one another. */
export function unitRanges(chunks: readonly Pick<ChunkRecord, "unit" | "part">[]): UnitRange[] {
  const ranges: UnitRange[] = [];
  chunks.forEach((chunk, index) => {
    const last = ranges.at(-1);
    if (last === undefined || beginsUnit(chunk, index)) {
      ranges.push({ id: ranges.length, firstChunk: index, chunkCount: 1 });
    } else {
      last.chunkCount += 1;
    }
  });
  return ranges;
}
