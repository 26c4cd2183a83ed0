import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { hashFile } from "../documents/hash-file.ts";
import type { FolderOutcome } from "../documents/read-folder.ts";
import { VademecumError } from "../domain/errors.ts";
import type { Log } from "../domain/log.ts";
import { FAISS_INDEX_FILE, MANIFEST_FILE, type Manifest, META_FILE } from "../domain/manifest.ts";
import { SCHEMA_VERSION } from "../domain/meta.ts";
import type { Embedder } from "../embedding/embedder.ts";
import type { CountTokens } from "../embedding/tokenizer.ts";
import { createFaissWriter } from "../vectors/faiss-writer.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { type CollectedChunks, collectChunks } from "./collect-chunks.ts";
import { type EmbedCounts, embedChunks, type KnownVectors, VectorDiffersError } from "./embed-chunks.ts";
import { contentRevision } from "./publish/content-revision.ts";
import { formatTag } from "./publish/revision-tags.ts";
import { formatManifest } from "./storage.ts";

/** The stages of a build, in order, as progress and logs name them. */
export type BuildStage = "read" | "embed" | "write";

export type OnBuildProgress = (stage: BuildStage, done: number, total: number) => void;

/** Who builds: goes into the manifest. */
export interface Builder {
  version: string;
  runtime: string;
  cpu: string;
}

export interface BuildOptions {
  /** Documents in order of their paths, and how many there are. */
  outcomes: AsyncIterable<FolderOutcome>;
  fileCount: number;
  /** An empty folder that the build fills. */
  dir: string;
  source: Manifest["source"];
  previous: string | null;
  embedder: Embedder;
  workers: number;
  countTokens: CountTokens;
  fingerprint: string;
  known: KnownVectors;
  checkpoint: Checkpoint;
  builder: Builder;
  clock(): Date;
  log: Log;
  onProgress: OnBuildProgress;
  signal: AbortSignal;
}

export interface BuiltArtifacts extends Omit<CollectedChunks, "tasksPath"> {
  manifest: Manifest;
  vectors: EmbedCounts;
}

/**
 * Builds the artifacts of a revision into a folder: `faiss.index`, `meta.json`, `manifest.json`. The first two depend on
 * nothing but the documents, the builder's version and the kind of processor.
 * @throws VademecumError `NOTHING_TO_INDEX` where no file could be read; whatever embedding or the disk throws.
 */
export async function buildArtifacts(options: BuildOptions): Promise<BuiltArtifacts> {
  const { dir, log, onProgress, signal } = options;
  const startedMs = performance.now();
  const collected = await collectChunks({
    outcomes: options.outcomes,
    dir,
    countTokens: options.countTokens,
    onProgress: (done) => onProgress("read", done, options.fileCount),
  });
  signal.throwIfAborted();
  if (collected.documents === 0) throw nothingToIndex(collected);
  const readMs = performance.now();
  log.info(
    {
      documents: collected.documents,
      ...collected.texts,
      takenOverSeconds: toTenth(collected.texts.takenOverSeconds),
      chunks: collected.chunks,
      seconds: secondsBetween(startedMs, readMs),
    },
    "documents read and cut",
  );

  const vectors = await writeVectors(options, collected);
  rmSync(collected.tasksPath);
  log.info(
    {
      ...vectors,
      secondsSaved: toTenth(vectors.secondsSaved),
      seconds: secondsBetween(readMs, performance.now()),
    },
    "chunks embedded",
  );

  const manifest = await writeManifest(options, collected);
  const { tasksPath: _, ...report } = collected;
  return { ...report, manifest, vectors };
}

/** Where vectors of an earlier build are not those that the model gives today, none is taken. */
async function writeVectors(options: BuildOptions, collected: CollectedChunks): Promise<EmbedCounts> {
  try {
    return await embedInto(options, collected);
  } catch (error) {
    if (!(error instanceof VectorDiffersError)) throw error;
    options.log.warn(
      {},
      "the model gives other vectors than in the build before, as after a change of its libraries: all are made anew",
    );
    const checkpoint = { ...options.checkpoint, get: () => null };
    return await embedInto({ ...options, known: () => null, checkpoint }, collected);
  }
}

async function embedInto(options: BuildOptions, collected: CollectedChunks): Promise<EmbedCounts> {
  const { chunks, tasksPath } = collected;
  const writer = createFaissWriter({ path: join(options.dir, FAISS_INDEX_FILE), dim: options.embedder.dim });
  try {
    const onProgress = (done: number) => options.onProgress("embed", done, chunks);
    const vectors = await embedChunks({ ...options, tasksPath, chunks, writer, onProgress });
    writer.finish();
    return vectors;
  } catch (error) {
    writer.abort();
    throw error;
  }
}

async function writeManifest(options: BuildOptions, collected: CollectedChunks): Promise<Manifest> {
  const files: Manifest["files"] = {};
  for (const file of [FAISS_INDEX_FILE, META_FILE]) files[file] = await hashFile(join(options.dir, file));
  // A revision of the local store is named after its content.
  const revision = contentRevision(files);
  const createdAt = options.clock().toISOString();
  const manifest: Manifest = {
    schema_version: SCHEMA_VERSION,
    revision,
    tag: formatTag({ created_at: createdAt }, revision),
    created_at: createdAt,
    embed_model: options.embedder.model.name,
    embed_dtype: options.embedder.model.dtype,
    embed_fingerprint: options.fingerprint,
    embed_dim: options.embedder.dim,
    metric: "inner_product",
    index_type: "IndexFlatIP",
    num_chunks: collected.chunks,
    num_documents: collected.documents,
    source: options.source,
    files,
    builder: options.builder,
    evaluation: null,
    previous: options.previous,
  };
  writeFileSync(join(options.dir, MANIFEST_FILE), formatManifest(manifest));
  return manifest;
}

function nothingToIndex(collected: CollectedChunks): VademecumError {
  const reasons = collected.refused.slice(0, 5).map(({ path, error }) => `${path}: ${error.message}`);
  return new VademecumError({
    code: "NOTHING_TO_INDEX",
    message: `none of the ${collected.refused.length} documents could be read; what was in service stays`,
    expected: `at least one document with text, got ${reasons.join("; ")}`,
    hint: "correct the files named above and run again",
  });
}

function secondsBetween(fromMs: number, toMs: number): number {
  return toTenth((toMs - fromMs) / 1000);
}

function toTenth(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}
