import { join } from "node:path";
import { hashFile } from "../documents/hash-file.ts";
import { VademecumError } from "../domain/errors.ts";
import type { GateCheck, GateJudgement } from "../domain/gate.ts";
import type { BuildInfo } from "../domain/manifest.ts";
import {
  checkFiles,
  checkGolden,
  checkSize,
  type FileMeasure,
  type GoldenFindings,
  type RevisionSize,
} from "./gate-checks.ts";
import type { OpenRevision } from "./open-revision.ts";
import { type SmokeOptions, smokeQuery } from "./smoke-query.ts";

/** A candidate that was opened, or why it could not be. */
export type Candidate =
  | { revision: OpenRevision; embedQuery: SmokeOptions["embedQuery"] }
  | { revision: null; reason: string };

export interface GateOptions {
  /** Where the candidate's files lie. */
  dir: string;
  /** What `build.json` says of them. */
  build: BuildInfo;
  candidate: Candidate;
  /** What is in service, null before the first revision. */
  inService: RevisionSize | null;
  /** The golden questions' figures, which the caller has measured. */
  golden: GoldenFindings;
  signal?: AbortSignal;
}

/**
 * Judges whether a candidate may be put into service. Every check is made, whatever the others say, and each says by
 * numbers what it found. Nothing is changed.
 */
export async function runGate(options: GateOptions): Promise<GateJudgement> {
  const { dir, build, candidate, golden, signal } = options;
  const checks = [
    checkFiles(await measureFiles(dir, build, signal)),
    await checkSmoke(candidate, signal),
    checkCounts(build, candidate) ?? checkSize(sizeOf(build, candidate), options.inService),
    checkGolden(golden),
  ];
  const evaluation =
    golden.kind === "measured"
      ? { questions: golden.candidate.questions, ...golden.candidate.figures }
      : null;
  return { passed: checks.every(({ passed }) => passed), checks, evaluation };
}

async function measureFiles(
  dir: string,
  { files }: BuildInfo,
  signal: AbortSignal | undefined,
): Promise<FileMeasure[]> {
  const measures: FileMeasure[] = [];
  for (const [name, expected] of Object.entries(files)) {
    signal?.throwIfAborted();
    const path = join(dir, name);
    const got = (await Bun.file(path).exists()) ? await hashFile(path) : null;
    measures.push({ name, expected, got });
  }
  return measures;
}

async function checkSmoke(candidate: Candidate, signal: AbortSignal | undefined): Promise<GateCheck> {
  const failed = (detail: string): GateCheck => ({ name: "smoke", passed: false, detail });
  if (candidate.revision === null) return failed(`it cannot be opened: ${candidate.reason}`);
  try {
    const { passed, detail } = await smokeQuery({ ...candidate, ...(signal ? { signal } : {}) });
    return { name: "smoke", passed, detail };
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof VademecumError) return failed(`${error.message} [${error.code}]`);
    throw error;
  }
}

/** `build.json` is what the manifest will say; a revision that holds something else must not go by it. */
function checkCounts(build: BuildInfo, { revision }: Candidate): GateCheck | null {
  if (revision === null) return null;
  const { documents, chunkCount } = revision.passages;
  if (documents.length === build.num_documents && chunkCount === build.num_chunks) return null;
  const found = `${documents.length} documents, ${chunkCount} chunks`;
  return {
    name: "size",
    passed: false,
    detail: `it holds ${found}; build.json tells of ${build.num_documents} documents, ${build.num_chunks} chunks`,
  };
}

function sizeOf(build: BuildInfo, { revision }: Candidate): RevisionSize {
  return {
    documents: build.num_documents,
    chunks: build.num_chunks,
    names: revision?.passages.documents ?? null,
  };
}
