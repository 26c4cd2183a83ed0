import type { LegalReference } from "../legal/references.ts";
import type { VectorIndex } from "../vectors/vector-index.ts";
import { findCitedChunk } from "./cited-place.ts";
import { nearestChunk } from "./dense-units.ts";
import type { EvidencePassage } from "./evidence.ts";
import type { FusedUnit } from "./fuse.ts";
import type { Passage, PassageStore, UnitPlace } from "./passage-store.ts";

export interface LoadPassageOptions {
  fused: FusedUnit;
  rank: number;
  /** The citation by which the question asks for the unit, null where it does not. */
  reference: LegalReference | null;
  /** Whether the question asks for anything beside what it cites. */
  hasTopic: boolean;
  /** Units found further down that say the same. */
  duplicates: readonly number[];
  query: Float32Array;
  /** The chunk that the dense search found the unit by, if it did. */
  denseChunk: number | null;
  vectors: VectorIndex;
  passages: PassageStore;
}

/** Loads a unit's best chunk and what stands around it. */
export function loadPassage(options: LoadPassageOptions): EvidencePassage {
  const { fused, rank, reference, passages } = options;
  const place = passages.unit(fused.unit);
  const best = bestChunk(options, place);
  const { document, unit } = best;
  return {
    rank,
    document: documentOf(passages, document),
    unit,
    unitId: fused.unit,
    best,
    context: loadContext(passages, place, best.id),
    cited: reference !== null,
    scores: { fused: fused.score, lexical: fused.lexical, dense: fused.dense },
    duplicates: options.duplicates.map((other) => {
      const twin = passages.unit(other);
      const [first] = passages.passages(twin.firstChunk, 1);
      return { document: documentOf(passages, twin.document), unit: first?.unit ?? null, unitId: other };
    }),
  };
}

/** The chunk with the cited § or inciso; the caput, where the unit is cited and no more is asked; else the nearest. */
function bestChunk(options: LoadPassageOptions, place: UnitPlace): Passage {
  const { reference, hasTopic, query, denseChunk, vectors, passages } = options;
  if (reference !== null) {
    const cited = findCitedChunk(passages.passages(place.firstChunk, place.chunkCount), reference);
    if (cited !== null) return cited;
    if (!hasTopic) return onePassage(passages, place.firstChunk);
  }
  const chunk = denseChunk ?? nearestChunk({ ...place, vectors, query });
  return onePassage(passages, chunk);
}

/** The unit's first chunk and the neighbours of the best one, in order, without the best one itself. */
function loadContext(passages: PassageStore, place: UnitPlace, best: number): Passage[] {
  const last = place.firstChunk + place.chunkCount - 1;
  const wanted = new Set([place.firstChunk, best - 1, best + 1]);
  wanted.delete(best);
  return [...wanted]
    .filter((chunk) => chunk >= place.firstChunk && chunk <= last)
    .sort((a, b) => a - b)
    .map((chunk) => onePassage(passages, chunk));
}

function onePassage(passages: PassageStore, chunk: number): Passage {
  const [passage] = passages.passages(chunk, 1);
  // The store has checked that it holds the chunk: it knows the unit that the chunk lies in.
  if (passage === undefined) throw new RangeError(`passage ${chunk} is not in the store`);
  return passage;
}

function documentOf(passages: PassageStore, id: number): EvidencePassage["document"] {
  const document = passages.documents[id];
  if (document === undefined) throw new RangeError(`document ${id} is not in the store`);
  return document;
}
