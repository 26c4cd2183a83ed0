import { placesOf } from "../retrieval/evidence.ts";
import { createRetriever } from "../retrieval/retrieve.ts";
import { findsItself } from "./finds-itself.ts";
import type { OpenRevision } from "./open-revision.ts";
import { chooseProbes, type Probe, questionFrom } from "./smoke-probes.ts";

/** How far down the passages that a reader is shown a probe looks for the one that it was taken from. */
export const SMOKE_DEPTH = 10;
/**
 * Chunks nearest to a probe's vector among which one of its unit must be, at most this many and a quarter of the index:
 * a question's vector and a text's find each other only if they are of the same model.
 */
const DENSE_ROWS_MAX = 50;
const DENSE_ROWS_MIN = 5;
const DENSE_SHARE = 0.25;
/** Share of the probes that must find their passage. Some other article may say nearly the same as one of them. */
export const SMOKE_MIN_SHARE = 0.6;

export interface SmokeOptions {
  revision: OpenRevision;
  /** The question's vector, of the model that the manifest names. */
  embedQuery: (question: string, signal?: AbortSignal) => Promise<Float32Array>;
  signal?: AbortSignal;
}

/** What came of the smoke query. */
export interface SmokeReport {
  passed: boolean;
  /** What was found against what was expected, for the operator. */
  detail: string;
  probes: ProbeOutcome[];
}

export interface ProbeOutcome {
  question: string;
  /** Where the probe was taken from: the document's path, and the unit's name where it has one. */
  place: string;
  /** Whether the engine finds the chunk by its own vector, with a score of 1. */
  findsItself: boolean;
  /** Whether the question's vector finds a chunk of the unit. */
  foundByVector: boolean;
  /** Rank among the passages that a reader is shown, from 1; null where it is not among them. */
  rank: number | null;
}

/**
 * Asks an opened revision for passages that it holds, in words taken from them, and looks whether they come back: by
 * the chunks' own vectors, by the question's vector, and by the whole retrieval. That fails where the engine reads the
 * rows wrongly, where the files do not belong together, and where questions are embedded with another model than the
 * texts were. It takes a fraction of a second; what the engines, the stores and the embedder throw goes through.
 */
export async function smokeQuery({ revision, embedQuery, signal }: SmokeOptions): Promise<SmokeReport> {
  const { vectors, lexical, passages, manifest } = revision;
  const retriever = createRetriever({
    vectors,
    lexical,
    passages,
    embedQuery,
    embedModel: manifest.embed_model,
  });
  const denseRows = Math.max(
    DENSE_ROWS_MIN,
    Math.min(DENSE_ROWS_MAX, Math.ceil(vectors.count * DENSE_SHARE)),
  );
  const outcomes: ProbeOutcome[] = [];
  for (const probe of chooseProbes(revision)) {
    signal?.throwIfAborted();
    const query = await embedQuery(probe.question, signal);
    const nearest = vectors.search(query, denseRows);
    const evidence = await retriever.retrieve(probe.question, {
      k: SMOKE_DEPTH,
      ...(signal ? { signal } : {}),
    });
    // Whoever says exactly the same is found as rightly as the passage itself.
    const isFound = (unitId: number) =>
      unitId === probe.unitId || questionFrom(passages.unitText(unitId)) === probe.question;
    const at = placesOf(evidence).findIndex(({ unitId }) => isFound(unitId));
    outcomes.push({
      question: probe.question,
      place: placeOf(revision, probe),
      findsItself: findsItself(vectors, probe.chunk),
      foundByVector: nearest.some(({ row }) => isFound(passages.unitOf(row))),
      rank: at < 0 ? null : at + 1,
    });
  }
  return judgeSmoke(outcomes, `${vectors.engine} (${vectors.variant})`);
}

/** Tells from the outcomes whether a revision answers. An index without a passage to ask for answers nothing. */
export function judgeSmoke(probes: ProbeOutcome[], engine: string): SmokeReport {
  const report = (passed: boolean, detail: string): SmokeReport => ({ passed, detail, probes });
  const all = probes.length;
  if (all === 0) return report(false, "the revision has no passage with words to ask for");
  const lost = probes.find((probe) => !probe.findsItself);
  if (lost) {
    return report(false, `engine ${engine} does not find a chunk of ${lost.place} by its own vector`);
  }
  const needed = Math.ceil(all * SMOKE_MIN_SHARE);
  const byVector = probes.filter((probe) => probe.foundByVector).length;
  const shown = probes.filter((probe) => probe.rank !== null).length;
  const counts = `${shown} by their words and ${byVector} by their vector, at least ${needed} expected`;
  if (shown >= needed && byVector >= needed) {
    return report(true, `engine ${engine}: of ${all} passages asked for, ${counts}`);
  }
  const missing = probes.find((probe) => probe.rank === null || !probe.foundByVector);
  return report(
    false,
    `of ${all} passages asked for in their own words, only ${counts}; not found: ` +
      `"${missing?.question ?? ""}" (${missing?.place ?? ""})`,
  );
}

function placeOf({ passages }: OpenRevision, { unitId, chunk }: Probe): string {
  const path = passages.documents[passages.unit(unitId).document]?.path ?? "?";
  const unit = passages.passages(chunk, 1)[0]?.unit ?? null;
  return unit === null ? path : `${path}, ${unit}`;
}
