import type { DocumentRecord } from "../domain/meta.ts";
import { firstUnitOf } from "./document-ranges.ts";
import { joinTexts } from "./passage-schema.ts";
import type { PassageStore } from "./passage-store.ts";

/** A unit of a document, or a chunk outside any, as it was indexed. */
export interface DocumentSection {
  /** `art5`, `sumula7`; null outside any unit. */
  unit: string | null;
  /** Hierarchy with the unit last. */
  path: string;
  rubric: string | null;
  /** 1-based; null where the format has no pages. */
  pageFrom: number | null;
  pageTo: number | null;
  text: string;
}

/** A document's text as it was indexed. */
export interface IndexedDocument {
  document: DocumentRecord;
  sections: DocumentSection[];
}

/** Reads the whole text of a document from the index; null where the index does not hold it. */
export function readDocument(store: PassageStore, path: string): IndexedDocument | null {
  const document = store.documents.find((record) => record.path === path);
  if (document === undefined) return null;
  const sections: DocumentSection[] = [];
  for (let id = firstUnitOf(store, document.id); id < store.unitCount; id++) {
    const place = store.unit(id);
    if (place.document !== document.id) break;
    const chunks = store.passages(place.firstChunk, place.chunkCount);
    const [first] = chunks;
    if (first === undefined) continue;
    sections.push({
      unit: first.unit,
      path: first.path,
      rubric: first.rubric,
      pageFrom: first.page_from,
      pageTo: chunks.at(-1)?.page_to ?? null,
      text: joinTexts(chunks),
    });
  }
  return { document, sections };
}
