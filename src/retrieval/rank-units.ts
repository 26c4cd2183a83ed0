import type { LexicalIndex, QueryTerm } from "../lexical/lexical-index.ts";
import type { VectorIndex } from "../vectors/vector-index.ts";
import { type DenseUnits, searchDenseUnits } from "./dense-units.ts";
import type { DocumentFilter } from "./document-filter.ts";
import { type FusedUnit, fuse } from "./fuse.ts";
import { inLegalWords } from "./legal-words.ts";
import type { PassageStore } from "./passage-store.ts";
import { type QuestionScope, resolveReferences } from "./resolve-references.ts";

/** Units that each list brings to the fusion; its z-scores are taken over them. */
const LIST_UNITS = 100;
/** Chunks asked of the vector index, enough to hold that many units: one article has many chunks. */
const DENSE_ROWS = 300;

export interface RankUnitsOptions {
  question: string;
  vectors: VectorIndex;
  lexical: LexicalIndex;
  passages: PassageStore;
  embedQuery: (question: string, signal?: AbortSignal) => Promise<Float32Array>;
  now: () => number;
  /** Null: the whole index. */
  filter: DocumentFilter | null;
  signal?: AbortSignal;
}

/** The units that speak to one question, best first, and what they were found by. */
export interface RankedUnits {
  units: FusedUnit[];
  query: Float32Array;
  /** The question's distinct terms; where it has everyday words, also those of the question in the law's words. */
  wordings: QueryTerm[][];
  dense: DenseUnits;
  scope: QuestionScope;
  timings: { embedMs: number; denseMs: number; lexicalMs: number; fuseMs: number };
}

/** Ranks units by meaning and by words, and fuses the two. What a question cites has no special place yet. */
export async function rankUnits(options: RankUnitsOptions): Promise<RankedUnits> {
  const { question, vectors, lexical, passages, embedQuery, filter, signal } = options;
  const laps = stopwatch(options.now);
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
    ...(filter ? { ranges: filter.chunks } : {}),
  });
  const denseMs = laps();
  // The scan has held the thread for some milliseconds: whatever waits in the event loop comes first.
  await nextTurn();
  signal?.throwIfAborted();
  laps();
  const reworded = inLegalWords(question);
  const wordings = [question, ...(reworded === null ? [] : [reworded])].map((text) => lexical.parse(text));
  const matched = lexical.search(distinctTerms(wordings), LIST_UNITS, filter?.units);
  const lexicalMs = laps();
  const scope = resolveReferences(question, {
    documents: filter?.documents ?? passages.documents,
    findUnits: passages.findUnits,
  });
  const isNamed = (unit: number): boolean => scope.documents.has(passages.unit(unit).document);
  const units = fuse({ lexical: matched, dense: dense.units, isNamed });
  return { units, query, wordings, dense, scope, timings: { embedMs, denseMs, lexicalMs, fuseMs: laps() } };
}

function distinctTerms(wordings: readonly (readonly QueryTerm[])[]): QueryTerm[] {
  return [...new Map(wordings.flatMap((terms) => terms.map((term) => [term.term, term]))).values()];
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Milliseconds since the call before, or since its making. */
export function stopwatch(now: () => number): () => number {
  let last = now();
  return () => {
    const elapsed = now() - last;
    last += elapsed;
    return elapsed;
  };
}
