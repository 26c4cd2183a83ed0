import type { DocumentRecord } from "../domain/meta.ts";
import type { LegalReference } from "../legal/references.ts";
import type { Passage } from "./passage-store.ts";

/** A unit of a document: `unit` is its name (`art5`, `sumula331`; null outside any), `unitId` its position in the index. */
export interface EvidencePlace {
  document: DocumentRecord;
  unit: string | null;
  unitId: number;
}

/** A unit of the index that speaks to the question: its best chunk, and what stands around it. */
export interface EvidencePassage extends EvidencePlace {
  /** 1 for the best. */
  rank: number;
  /** The chunk of the unit nearest to the question; its text, path, rubric and pages are what is cited. */
  best: Passage;
  /** The unit's head (caput) and the chunks just before and after the best one, in order; empty for a unit of one chunk. */
  context: Passage[];
  /** Whether the question cites this unit. */
  cited: boolean;
  scores: { fused: number; lexical: number | null; dense: number | null };
  /** Other places that say the same. */
  duplicates: EvidencePlace[];
}

/** A citation in the question, and whether the index holds what it cites. */
export interface EvidenceReference {
  reference: LegalReference;
  /** Positions of the units that it cites; empty where the index holds none. */
  unitIds: readonly number[];
  found: boolean;
}

/**
 * Why evidence is weak: nothing was found at all; what was found does not speak of what was asked; or the question
 * cites an article or súmula that the index does not hold.
 */
export type WeakReason = "nothing-found" | "off-topic" | "reference-missing";

/** What the verdict on strength was based on (see docs/retrieval.md). */
export interface StrengthSignals {
  /** Share of the question's terms, weighted by rarity, that the text of one of the best passages holds; in [0, 1]. */
  coverage: number;
  /** Share of the question's terms, weighted by rarity, that the index holds anywhere; in [0, 1]. */
  known: number;
  /** How far the best inner product stands above the index's background, in standard deviations. */
  denseLift: number;
  /** The logistic combination, in [0, 1]; below `CONFIDENCE_MIN` the evidence is weak. */
  confidence: number;
}

/** One of the things that a question compares, and the units that were found for it, best first. */
export interface ComparedSide {
  text: string;
  unitIds: readonly number[];
}

/** What each stage took, in milliseconds. */
export interface StageTimings {
  embedMs: number;
  denseMs: number;
  lexicalMs: number;
  fuseMs: number;
  loadMs: number;
  totalMs: number;
}

/** What the index has to say to a question: passages, best first, and whether they are worth an answer. */
export interface Evidence {
  question: string;
  /** Paths of the documents that were searched, in the order of the index; absent where all were. */
  documents?: readonly string[];
  /** The question's vector, by the index's model; absent where no search made the evidence. */
  vector?: Float32Array;
  passages: EvidencePassage[];
  references: EvidenceReference[];
  /** The things that the question compares; absent where it compares nothing. */
  comparison?: readonly ComparedSide[];
  strength: "strong" | "weak";
  weakReason: WeakReason | null;
  signals: StrengthSignals;
  timings: StageTimings;
}

/** Every place that a reader is shown, in order: each passage and, right after it, those that say the same. */
export function placesOf(evidence: Pick<Evidence, "passages">): EvidencePlace[] {
  return evidence.passages.flatMap(({ document, unit, unitId, duplicates }) => [
    { document, unit, unitId },
    ...duplicates,
  ]);
}
