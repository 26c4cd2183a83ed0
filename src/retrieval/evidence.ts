import type { DocumentRecord } from "../domain/meta.ts";
import type { LegalReference } from "../legal/references.ts";
import type { Passage } from "./passage-store.ts";

/** Another place that says the same as a passage. */
export interface DuplicatePlace {
  document: DocumentRecord;
  unit: string | null;
}

/** A unit of the index that speaks to the question: its best chunk, and what stands around it. */
export interface EvidencePassage {
  /** 1 for the best. */
  rank: number;
  document: DocumentRecord;
  /** `art5`, `sumula331`; null outside any unit. */
  unit: string | null;
  /** Position of the unit in the index. */
  unitId: number;
  /** The chunk of the unit nearest to the question; its text, path, rubric and pages are what is cited. */
  best: Passage;
  /** The unit's head (caput) and the chunks just before and after the best one, in order; empty for a unit of one chunk. */
  context: Passage[];
  /** Whether the question cites this unit. */
  cited: boolean;
  scores: { fused: number; lexical: number | null; dense: number | null };
  duplicates: DuplicatePlace[];
}

/** A citation in the question, and whether the index holds what it cites. */
export interface EvidenceReference {
  reference: LegalReference;
  found: boolean;
}

/**
 * Why evidence is weak: nothing was found at all; what was found does not speak of what was asked; or the question
 * cites an article or súmula that the index does not hold.
 */
export type WeakReason = "nothing-found" | "off-topic" | "reference-missing";

/** What the verdict on strength was based on (see docs/retrieval.md). */
export interface StrengthSignals {
  /** Share of the question's terms, weighted by rarity, that one of the best passages holds; in [0, 1]. */
  coverage: number;
  /** Share of the question's terms, weighted by rarity, that the index holds anywhere; in [0, 1]. */
  known: number;
  /** How far the best inner product stands above the index's background, in standard deviations. */
  denseLift: number;
  /** The logistic combination, in [0, 1]; below one half the evidence is weak. */
  confidence: number;
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
  passages: EvidencePassage[];
  references: EvidenceReference[];
  strength: "strong" | "weak";
  weakReason: WeakReason | null;
  signals: StrengthSignals;
  timings: StageTimings;
}
