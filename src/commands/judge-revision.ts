import { VademecumError } from "../domain/errors.ts";
import type { GateJudgement } from "../domain/gate.ts";
import type { BuildInfo, Manifest } from "../domain/manifest.ts";
import { type GoldenQuestion, measureGolden } from "../evaluation/golden.ts";
import { createRetriever } from "../retrieval/retrieve.ts";
import { runGate } from "../revisions/gate.ts";
import type { GoldenFindings, GoldenMeasure, RevisionSize } from "../revisions/gate-checks.ts";
import { type OpenRevision, openRevision } from "../revisions/open-revision.ts";
import { readManifest } from "../revisions/storage.ts";
import type { CommandContext } from "./command-context.ts";
import { createEmbedderPool, type EmbedderPool, type SharedEmbedder } from "./embedder-pool.ts";

export interface JudgeOptions {
  context: CommandContext;
  /** The candidate's folder. */
  dir: string;
  /** What `build.json` says of the candidate. */
  build: BuildInfo;
  /**
   * The revision in service, null before the first. Its folder is null where it cannot be had: then it is compared by
   * the numbers of its manifest alone.
   */
  inService: { dir: string | null; manifest: Manifest } | null;
  /** What the documents' `golden.jsonl` asks, null where there is none. */
  golden: readonly GoldenQuestion[] | null;
  signal: AbortSignal;
}

/** A revision that can be asked, or why it cannot. */
type Judged =
  | { revision: OpenRevision; embedQuery: SharedEmbedder["embedQuery"]; close(): void }
  | { revision: null; reason: string };

const UNAVAILABLE = { revision: null, reason: "its files are not to be had" } as const;

/**
 * Opens a candidate and what is in service with the engine and the models in use, asks both the golden questions, and
 * lets the gate judge. A candidate that cannot be used is a refusal and no error.
 */
export async function judgeRevision(options: JudgeOptions): Promise<GateJudgement> {
  const { context, dir, build, inService, signal } = options;
  const { log } = context;
  const pool = createEmbedderPool(context.config);
  const opened: Judged[] = [];
  const open = async (folder: string) => {
    const judged = await openJudged(context, pool, folder, signal);
    opened.push(judged);
    return judged;
  };
  try {
    const candidate = await open(dir);
    const served = inService && (inService.dir === null ? UNAVAILABLE : await open(inService.dir));
    if (served?.revision === null) {
      log.warn(
        { reason: served.reason },
        "the revision in service cannot be opened; only its size is compared",
      );
    }
    const golden = await askGolden({ questions: options.golden, candidate, served, signal });
    const judgement = await runGate({
      dir,
      build,
      candidate,
      inService: inService && sizeOf(inService.manifest, served),
      golden,
      signal,
    });
    log.info({ passed: judgement.passed, checks: judgement.checks }, "the gate has judged");
    return judgement;
  } finally {
    for (const judged of opened) if (judged.revision !== null) judged.close();
  }
}

async function openJudged(
  context: CommandContext,
  pool: EmbedderPool,
  dir: string,
  signal: AbortSignal,
): Promise<Judged> {
  const { config, log } = context;
  signal.throwIfAborted();
  let embedder: SharedEmbedder | null = null;
  try {
    const { embedQuery, release } = await pool.acquire(readManifest(dir));
    embedder = { embedQuery, release };
    const revision = await openRevision({
      dir,
      engine: config.vectorEngine,
      kernelPath: config.kernelPath,
      mend: true,
      log,
    });
    const close = () => {
      revision.close();
      release();
    };
    return { revision, embedQuery, close };
  } catch (error) {
    embedder?.release();
    signal.throwIfAborted();
    // The verdict is published: where the files lie on this machine does not belong into it.
    return { revision: null, reason: reasonOf(error).replaceAll(`${dir}/`, "") };
  }
}

/** What was thrown on purpose, in a line; anything else is a defect of the program and goes on. */
function reasonOf(error: unknown): string {
  if (!(error instanceof VademecumError)) throw error;
  const expected = error.expected ? ` (expected ${error.expected})` : "";
  return `${error.message}${expected} [${error.code}]`.replace(/\s+/g, " ");
}

async function askGolden(options: {
  questions: readonly GoldenQuestion[] | null;
  candidate: Judged;
  served: Judged | null;
  signal: AbortSignal;
}): Promise<GoldenFindings> {
  const { questions, candidate, served, signal } = options;
  if (questions === null) return { kind: "none" };
  const measured = await measure(questions, candidate, signal);
  if (measured === null) return { kind: "failed", reason: "the candidate cannot be asked; see smoke" };
  return {
    kind: "measured",
    candidate: measured,
    inService: served && (await measure(questions, served, signal)),
    remark:
      served?.revision === null
        ? `the revision in service cannot be asked, so nothing is compared: ${served.reason}`
        : null,
  };
}

async function measure(
  questions: readonly GoldenQuestion[],
  judged: Judged,
  signal: AbortSignal,
): Promise<GoldenMeasure | null> {
  if (judged.revision === null) return null;
  const { vectors, lexical, passages, manifest } = judged.revision;
  const retriever = createRetriever({
    vectors,
    lexical,
    passages,
    embedQuery: judged.embedQuery,
    embedModel: manifest.embed_model,
  });
  return measureGolden({ questions, retriever, passages, signal });
}

function sizeOf(manifest: Manifest, served: Judged | null): RevisionSize {
  return {
    documents: manifest.num_documents,
    chunks: manifest.num_chunks,
    names: served?.revision?.passages.documents ?? null,
  };
}
