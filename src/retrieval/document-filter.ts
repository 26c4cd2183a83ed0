import type { DocumentRecord } from "../domain/meta.ts";
import type { RowRange } from "../domain/row-range.ts";
import { documentRanges } from "./document-ranges.ts";
import { requireDocuments } from "./document-scope.ts";
import type { PassageStore } from "./passage-store.ts";

/** The part of an index that a question is asked of. */
export interface DocumentFilter {
  documents: readonly DocumentRecord[];
  /** Where their chunks lie in `faiss.index`, and their units in `lexical.bin`. */
  chunks: readonly RowRange[];
  units: readonly RowRange[];
}

/**
 * Makes filters for one index.
 * @returns of the documents asked for (see `matchDocuments`) their filter, null where that is all there are; throws
 * VademecumError `DOCUMENT_UNKNOWN` where the index does not hold one of them
 */
export function createDocumentFilters(
  store: PassageStore,
): (asked: readonly string[]) => DocumentFilter | null {
  let ranges: ReturnType<typeof documentRanges> | null = null;
  return (asked) => {
    const documents = requireDocuments(asked, store.documents);
    if (documents === null) return null;
    ranges ??= documentRanges(store);
    const own = documents.flatMap(({ id }) => ranges?.[id] ?? []);
    return { documents, chunks: own.map(({ chunks }) => chunks), units: own.map(({ units }) => units) };
  };
}
