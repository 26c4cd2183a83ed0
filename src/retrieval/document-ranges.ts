import type { RowRange } from "../domain/row-range.ts";
import type { PassageStore } from "./passage-store.ts";

/** Where a document's chunks and units lie; both follow one another without a gap. */
export interface DocumentRange {
  chunks: RowRange;
  units: RowRange;
}

/** The ranges of all documents, by position: units lie in the order of their documents. */
export function documentRanges(
  store: Pick<PassageStore, "documents" | "unit" | "unitCount" | "chunkCount">,
): DocumentRange[] {
  const firstUnits = store.documents.map((_, document) => firstUnitOf(store, document));
  const chunkAt = (unit: number) => (unit < store.unitCount ? store.unit(unit).firstChunk : store.chunkCount);
  return firstUnits.map((first, document) => {
    const end = firstUnits[document + 1] ?? store.unitCount;
    const firstChunk = chunkAt(first);
    return {
      chunks: { first: firstChunk, count: chunkAt(end) - firstChunk },
      units: { first, count: end - first },
    };
  });
}

/** The first unit of a document, or where it would lie. */
export function firstUnitOf(store: Pick<PassageStore, "unit" | "unitCount">, document: number): number {
  let [low, high] = [0, store.unitCount];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (store.unit(middle).document < document) low = middle + 1;
    else high = middle;
  }
  return low;
}
