import { rmSync } from "node:fs";
import { VademecumError } from "../domain/errors.ts";
import type { Log } from "../domain/log.ts";
import { type BuildOptions, type BuiltArtifacts, buildArtifacts } from "./build-revision.ts";
import { openCheckpoint } from "./checkpoint.ts";
import { deriveFiles } from "./derive.ts";
import type { KnownVectors } from "./embed-chunks.ts";
import { openKnownVectors, type VectorSource } from "./known-vectors.ts";
import { contentRevision } from "./publish/content-revision.ts";
import { readManifest, type Storage } from "./storage.ts";

export interface ReindexOptions extends Omit<BuildOptions, "dir" | "previous" | "known" | "checkpoint"> {
  storage: Storage;
  kernelPath: string;
  /** A further revision whose vectors are taken over, besides those of the one in service in the store. */
  reuseFrom?: string | null;
  /** Whether every vector is made anew, whatever is known. */
  isFull?: boolean;
}

export interface ReindexReport extends BuiltArtifacts {
  /** Where the revision lies. */
  dir: string;
  /** False where the artifacts are those of a revision that was there already. */
  isNew: boolean;
  /** Whether this revision was in service before the build too. */
  wasInService: boolean;
}

/**
 * Builds a revision of a folder and puts it into service in the local store. Whenever the process dies, the revision
 * that was in service stays, and the next call goes on from the vectors that were made.
 */
export async function reindex(options: ReindexOptions): Promise<ReindexReport> {
  const { storage, log } = options;
  const previous = readCurrent(storage, log);
  const reusable = [previous && storage.revisionDir(previous), options.reuseFrom ?? null];
  const sources = await openSources(options, options.isFull ? [] : reusable);
  const known: KnownVectors = (sha256) => {
    for (const source of sources) {
      const vector = source.known(sha256);
      if (vector !== null) return vector;
    }
    return null;
  };
  // What was opened stays readable, also where its folder is one of those that go.
  const swept = storage.sweep();
  if (swept.length > 0)
    log.info({ swept }, "folders left by an interrupted build or an old revision removed");
  const kept = openCheckpoint(storage.checkpointPath, log);
  const checkpoint = options.isFull ? { ...kept, get: () => null } : kept;
  const dir = storage.createPartial();
  try {
    const built = await buildArtifacts({ ...options, dir, previous, known, checkpoint });
    options.signal.throwIfAborted();
    options.onProgress("write", 0, 1);
    await deriveFiles(dir);
    const { revision } = built.manifest;
    const isNew = await storage.commit(dir, revision);
    storage.setCurrent(revision);
    options.onProgress("write", 1, 1);
    checkpoint.finish();
    storage.sweep();
    const target = storage.revisionDir(revision);
    return {
      ...built,
      manifest: readManifest(target),
      dir: target,
      isNew,
      wasInService: previous === revision,
    };
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    checkpoint.close();
    throw error;
  } finally {
    for (const source of sources) source.close();
  }
}

/** The revision in service; a damaged pointer is no reason not to build, which writes it anew. */
function readCurrent(storage: Storage, log: Log): string | null {
  try {
    return storage.current();
  } catch (error) {
    if (!(error instanceof VademecumError)) throw error;
    log.warn(
      { code: error.code, reason: error.message },
      "no usable revision in service; everything is built anew",
    );
    return null;
  }
}

/** Vectors to take over, of each build once. */
async function openSources(
  options: ReindexOptions,
  dirs: readonly (string | null)[],
): Promise<VectorSource[]> {
  const sources: VectorSource[] = [];
  const seen = new Set<string>();
  for (const dir of dirs) {
    if (dir === null) continue;
    const source = await openSource(options, dir, seen);
    if (source) sources.push(source);
  }
  return sources;
}

/** Where a revision is damaged, nothing is taken from it, and the log says why. */
async function openSource(
  options: ReindexOptions,
  dir: string,
  seen: Set<string>,
): Promise<VectorSource | null> {
  try {
    const content = contentRevision(readManifest(dir).files);
    if (seen.has(content)) return null;
    const source = await openKnownVectors({
      dir,
      fingerprint: options.fingerprint,
      cpu: options.builder.cpu,
      kernelPath: options.kernelPath,
      log: options.log,
    });
    seen.add(content);
    return source;
  } catch (error) {
    if (!(error instanceof VademecumError)) throw error;
    options.log.warn(
      { code: error.code, reason: error.message, dir },
      "nothing is reused of a revision that is damaged",
    );
    return null;
  }
}
