import { VademecumError } from "../domain/errors.ts";
import type { LegalReference } from "../legal/references.ts";
import { inverseFrequency } from "../lexical/bm25.ts";
import type { LexicalIndex } from "../lexical/lexical-index.ts";
import type { VectorIndex } from "../vectors/vector-index.ts";
import { createTopicTest } from "./cited-place.ts";
import { innerProduct, searchDenseUnits } from "./dense-units.ts";
import { diversify } from "./diversify.ts";
import type { Evidence, EvidencePassage, WeakReason } from "./evidence.ts";
import { type FusedUnit, fuse } from "./fuse.ts";
import { loadPassage } from "./load-passage.ts";
import type { PassageStore } from "./passage-store.ts";
import { type QuestionScope, resolveReferences } from "./resolve-references.ts";
import { CONFIDENCE_MIN, calibrationOf, weighStrength } from "./strength.ts";

/** Units that each list brings to the fusion; its z-scores are taken over them. */
const LIST_UNITS = 100;
/** Chunks asked of the vector index, enough to hold that many units: one article has many chunks. */
const DENSE_ROWS = 300;
/** Chunks that tell what an unrelated chunk scores. */
const BACKGROUND_CHUNKS = 256;
/** Best passages whose words are looked at to tell whether the evidence is weak. */
const STRENGTH_PASSAGES = 5;

export interface RetrieverOptions {
  vectors: VectorIndex;
  lexical: LexicalIndex;
  passages: PassageStore;
  /** The manifest's model: what weak evidence looks like is known for the one that comes with the program. */
  embedModel?: string;
  /** The question's vector, of that model. */
  embedQuery: (question: string, signal?: AbortSignal) => Promise<Float32Array>;
  /** Milliseconds, for the timings. */
  now?: () => number;
}

export interface RetrieveOptions {
  /** Number of passages wanted. */
  k: number;
  signal?: AbortSignal;
}

export interface Retriever {
  /** By what weak evidence is told: a model's own calibration, or `generic`, which errs more often. */
  readonly calibration: string;
  /** Finds the passages that speak to a question, best first, and tells whether they are worth an answer. */
  retrieve(question: string, options: RetrieveOptions): Promise<Evidence>;
}

/**
 * Puts the parts of one index together; they stay the caller's to close.
 * @throws {VademecumError} INDEX_MISMATCH where they are not of the same index
 */
export function createRetriever(options: RetrieverOptions): Retriever {
  const { vectors, lexical, passages, embedQuery, now = () => performance.now() } = options;
  checkSameIndex(options);
  const hasTopic = createTopicTest();
  const background = sampleVectors(vectors);
  const calibration = calibrationOf(options.embedModel);

  return {
    calibration: calibration.name,
    retrieve: async (question, { k, signal }) => {
      const started = now();
      const laps = stopwatch(now);
      signal?.throwIfAborted();
      const query = await embedQuery(question, signal);
      signal?.throwIfAborted();
      const embedMs = laps();
      const dense = searchDenseUnits({
        vectors,
        store: passages,
        query,
        rows: DENSE_ROWS,
        units: LIST_UNITS,
      });
      const denseMs = laps();
      // The scan has held the thread for some milliseconds: whatever waits in the event loop comes first.
      await nextTurn();
      signal?.throwIfAborted();
      laps();
      const terms = lexical.parse(question);
      const matched = lexical.search(terms, LIST_UNITS);
      const lexicalMs = laps();
      const scope = resolveReferences(question, passages);
      const isNamed = (unit: number): boolean => scope.documents.has(passages.unit(unit).document);
      const ranked = putCitedFirst(fuse({ lexical: matched, dense: dense.units, isNamed }), scope);
      const kept = chooseUnits({ ranked, scope, passages, k });
      const fuseMs = laps();
      const found = kept.map(({ fused, duplicates }, index) =>
        loadPassage({
          fused,
          duplicates,
          rank: index + 1,
          reference: citationOf(fused.unit, scope),
          hasTopic: hasTopic(scope.topic),
          query,
          denseChunk: dense.bestChunk.get(fused.unit) ?? null,
          vectors,
          passages,
        }),
      );
      const signals = weighStrength({
        terms,
        held: found.slice(0, STRENGTH_PASSAGES).map(({ unitId }) => lexical.holds(terms, unitId)),
        rarest: inverseFrequency(0, lexical.unitCount),
        bestDense: dense.units[0]?.score ?? null,
        background: background.map((vector) => innerProduct(query, vector)),
        calibration,
      });
      const weakReason = findWeakness({ found, scope, confidence: signals.confidence });
      const loadMs = laps();
      const totalMs = now() - started;
      return {
        question,
        passages: found,
        references: scope.references.map(({ reference, units }) => ({
          reference,
          unitIds: units,
          found: units.length > 0,
        })),
        strength: weakReason === null ? "strong" : "weak",
        weakReason,
        signals,
        timings: { embedMs, denseMs, lexicalMs, fuseMs, loadMs, totalMs },
      };
    },
  };
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Milliseconds since the call before, or since its making. */
function stopwatch(now: () => number): () => number {
  let last = now();
  return () => {
    const elapsed = now() - last;
    last += elapsed;
    return elapsed;
  };
}

function checkSameIndex({ vectors, lexical, passages }: RetrieverOptions): void {
  if (vectors.count === passages.chunkCount && lexical.unitCount === passages.unitCount) return;
  throw new VademecumError({
    code: "INDEX_MISMATCH",
    message: "the files of the index do not belong together",
    expected:
      `as many vectors as passages and the same units in both: ${vectors.count} vectors, ` +
      `${passages.chunkCount} passages; ${lexical.unitCount} units in lexical.bin, ${passages.unitCount} in passages.db`,
    hint: "build the index again (vade reindex), or fetch the revision anew",
  });
}

/** Vectors that lie evenly over the index. */
function sampleVectors(vectors: VectorIndex): Float32Array[] {
  const size = Math.min(BACKGROUND_CHUNKS, vectors.count);
  return Array.from({ length: size }, (_, index) =>
    vectors.vector(Math.floor((index * vectors.count) / size)),
  );
}

/** A unit that the question cites is what it asks for, whatever its scores; those found otherwise follow in order. */
function putCitedFirst(ranked: readonly FusedUnit[], scope: QuestionScope): FusedUnit[] {
  const byUnit = new Map(ranked.map((fused) => [fused.unit, fused]));
  const lowest = ranked.at(-1)?.score ?? 0;
  const cited = new Set(scope.references.flatMap(({ units }) => units));
  const first = [...cited].map(
    (unit) => byUnit.get(unit) ?? { unit, score: lowest, lexical: null, dense: null },
  );
  return [...first, ...ranked.filter(({ unit }) => !cited.has(unit))];
}

interface ChooseUnitsOptions {
  ranked: readonly FusedUnit[];
  scope: QuestionScope;
  passages: PassageStore;
  k: number;
}

function chooseUnits({
  ranked,
  scope,
  passages,
  k,
}: ChooseUnitsOptions): { fused: FusedUnit; duplicates: number[] }[] {
  const candidates = ranked.map(({ unit }) => {
    const { document, chars } = passages.unit(unit);
    return { document, chars, text: () => passages.unitText(unit), cited: citationOf(unit, scope) !== null };
  });
  return diversify(candidates, { k, named: scope.documents }).flatMap(({ position, duplicates }) => {
    const fused = ranked[position];
    const twins = duplicates.flatMap((twin) => ranked[twin]?.unit ?? []);
    return fused === undefined ? [] : [{ fused, duplicates: twins }];
  });
}

function citationOf(unit: number, scope: QuestionScope): LegalReference | null {
  return scope.references.find(({ units }) => units.includes(unit))?.reference ?? null;
}

interface WeaknessOptions {
  found: readonly EvidencePassage[];
  scope: QuestionScope;
  confidence: number;
}

function findWeakness({ found, scope, confidence }: WeaknessOptions): WeakReason | null {
  if (found.length === 0) return "nothing-found";
  if (found.some((passage) => passage.cited)) return null;
  if (scope.references.some(({ precise }) => precise)) return "reference-missing";
  return confidence < CONFIDENCE_MIN ? "off-topic" : null;
}
