import { VademecumError } from "../domain/errors.ts";
import { createAnalyzer } from "../lexical/analyze.ts";
import type { LexicalIndex } from "../lexical/lexical-index.ts";
import type { VectorIndex } from "../vectors/vector-index.ts";
import { chooseUnits, citationOf, putCitedFirst } from "./choose-units.ts";
import { createTopicTest } from "./cited-place.ts";
import { comparisonOf, mergeSides, namesAll, rankSides } from "./compare-sides.ts";
import { createDocumentFilters } from "./document-filter.ts";
import type { Evidence } from "./evidence.ts";
import { askedThing, findHeaded, moveFirst, type UnitPlace } from "./headed-units.ts";
import { createJudge } from "./judge-evidence.ts";
import { loadPassage } from "./load-passage.ts";
import type { PassageStore } from "./passage-store.ts";
import { type RankedUnits, rankUnits, stopwatch } from "./rank-units.ts";

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
  /** What the passages may come from: paths, or folders that end in `/`; empty or left out: all. */
  documents?: readonly string[];
  signal?: AbortSignal;
}

export interface Retriever {
  /** By what weak evidence is told: a model's own calibration, or `generic`, which errs more often. */
  readonly calibration: string;
  /**
   * Finds the passages that speak to a question, best first, and tells whether they are worth an answer.
   * @throws VademecumError `DOCUMENT_UNKNOWN` for a document that the index does not hold
   */
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
  const analyze = createAnalyzer();
  const headOf = (unit: number) => passages.passages(passages.unit(unit).firstChunk, 1)[0];
  const sectionsOf = (unit: number): string[] => headOf(unit)?.path.split(" › ").slice(0, -1) ?? [];
  const placeOf = (unit: number): UnitPlace => {
    const { document } = passages.unit(unit);
    const isFirst = unit === 0 || passages.unit(unit - 1).document !== document;
    const sections = sectionsOf(unit);
    return {
      document,
      rubric: headOf(unit)?.rubric ?? null,
      sections,
      sectionsBefore: isFirst ? [] : sectionsOf(unit - 1),
    };
  };
  const { judge, calibration } = createJudge({
    vectors,
    lexical,
    passages,
    analyze,
    embedModel: options.embedModel,
  });
  const filterBy = createDocumentFilters(passages);

  return {
    calibration,
    retrieve: async (question, { k, documents = [], signal }) => {
      const started = now();
      const filter = filterBy(documents);
      const rank = (text: string): Promise<RankedUnits> =>
        rankUnits({
          question: text,
          vectors,
          lexical,
          passages,
          embedQuery,
          now,
          filter,
          ...(signal ? { signal } : {}),
        });
      const whole = await rank(question);
      const { scope, query } = whole;
      const thing = scope.references.length > 0 ? null : askedThing(question);
      const named =
        thing === null ? [] : findHeaded({ thing, units: whole.units, scope, placeOf, analyze }).slice(0, 1);
      const sides = await rankSides({ question, scope, rank, placeOf, analyze });
      const laps = stopwatch(now);
      const merged = mergeSides(
        sides.map(({ ranked }) => ranked.units),
        putCitedFirst(moveFirst(whole.units, named), scope),
      );
      const kept = chooseUnits({ ranked: merged.map(({ fused }) => fused), scope, passages, k });
      const mergeMs = laps();
      const sideOf = new Map(merged.map(({ fused, side }) => [fused.unit, side]));
      const found = kept.map(({ fused, duplicates }, index) => {
        const by = sides[sideOf.get(fused.unit) ?? -1]?.ranked ?? whole;
        return loadPassage({
          fused,
          duplicates,
          rank: index + 1,
          reference: citationOf(fused.unit, scope),
          hasTopic: hasTopic(scope.topic),
          query: by.query,
          denseChunk: by.dense.bestChunk.get(fused.unit) ?? null,
          vectors,
          passages,
        });
      });
      const { signals, weakReason } = judge({
        question,
        whole,
        found,
        documents: filter?.documents ?? null,
        isNamedByLaw: named.length > 0 || namesAll(sides),
      });
      const loadMs = laps();
      const timings = sumTimings([whole, ...sides.map(({ ranked }) => ranked)]);
      return {
        question,
        ...(filter === null ? {} : { documents: filter.documents.map(({ path }) => path) }),
        vector: query,
        passages: found,
        references: scope.references.map(({ reference, units }) => ({
          reference,
          unitIds: units,
          found: units.length > 0,
        })),
        ...(sides.length === 0 ? {} : { comparison: comparisonOf(sides, found) }),
        strength: weakReason === null ? "strong" : "weak",
        weakReason,
        signals,
        timings: { ...timings, fuseMs: timings.fuseMs + mergeMs, loadMs, totalMs: now() - started },
      };
    },
  };
}

function sumTimings(rankings: readonly RankedUnits[]): RankedUnits["timings"] {
  const sum = { embedMs: 0, denseMs: 0, lexicalMs: 0, fuseMs: 0 };
  for (const { timings } of rankings) {
    sum.embedMs += timings.embedMs;
    sum.denseMs += timings.denseMs;
    sum.lexicalMs += timings.lexicalMs;
    sum.fuseMs += timings.fuseMs;
  }
  return sum;
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
