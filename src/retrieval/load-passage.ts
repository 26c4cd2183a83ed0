import type { VectorIndex } from "../vectors/vector-index.ts";
import { nearestChunk } from "./dense-units.ts";
import type { EvidencePassage } from "./evidence.ts";
import type { FusedUnit } from "./fuse.ts";
import type { Passage, PassageStore, UnitPlace } from "./passage-store.ts";

export interface LoadPassageOptions {
  fused: FusedUnit;
  rank: number;
  cited: boolean;
  /** Which inciso of the unit the question cites (`LXXIV`), null where none. */
  inciso: string | null;
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
  const { fused, rank, cited, passages } = options;
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
    cited,
    scores: { fused: fused.score, lexical: fused.lexical, dense: fused.dense },
    duplicates: options.duplicates.map((other) => {
      const twin = passages.unit(other);
      const [first] = passages.passages(twin.firstChunk, 1);
      return { document: documentOf(passages, twin.document), unit: first?.unit ?? null };
    }),
  };
}

/** The chunk with the cited inciso, else the one the question is nearest to. */
function bestChunk(options: LoadPassageOptions, place: UnitPlace): Passage {
  const { inciso, query, denseChunk, vectors, passages } = options;
  if (inciso !== null) {
    const line = new RegExp(String.raw`^\s*${inciso}\s*[-–—.)]`, "mu");
    const holding = passages.passages(place.firstChunk, place.chunkCount).find(({ text }) => line.test(text));
    if (holding !== undefined) return holding;
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
