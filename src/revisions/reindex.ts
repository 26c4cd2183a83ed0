import { rmSync } from "node:fs";
import { VademecumError } from "../domain/errors.ts";
import type { Log } from "../domain/log.ts";
import { type BuildOptions, type BuiltArtifacts, buildArtifacts } from "./build-revision.ts";
import { openCheckpoint } from "./checkpoint.ts";
import { deriveFiles } from "./derive.ts";
import { openKnownVectors, type VectorSource } from "./known-vectors.ts";
import { readMeta } from "./read-meta.ts";
import { readManifest, type Storage } from "./storage.ts";

export interface ReindexOptions extends Omit<BuildOptions, "dir" | "previous" | "known" | "checkpoint"> {
  storage: Storage;
  kernelPath: string;
}

export interface ReindexReport extends BuiltArtifacts {
  /** Where the revision lies. */
  dir: string;
  /** False where the artifacts are those of a revision that was there already. */
  isNew: boolean;
}

/**
 * Builds a revision of a folder and puts it into service in the local store. Whenever the process dies, the revision
 * that was in service stays, and the next call goes on from the vectors that were made.
 */
export async function reindex(options: ReindexOptions): Promise<ReindexReport> {
  const { storage, log } = options;
  const swept = storage.sweep();
  if (swept.length > 0)
    log.info({ swept }, "folders left by an interrupted build or an old revision removed");
  const previous = readCurrent(storage, log);
  const source = await openPrevious(options, previous);
  const checkpoint = openCheckpoint(storage.checkpointPath, log);
  const dir = storage.createPartial();
  try {
    const built = await buildArtifacts({ ...options, dir, previous, known: source.known, checkpoint });
    options.signal.throwIfAborted();
    options.onProgress("write", 0, 1);
    await deriveFiles(dir, await readMeta(dir));
    const { revision } = built.manifest;
    const isNew = await storage.commit(dir, revision);
    storage.setCurrent(revision);
    options.onProgress("write", 1, 1);
    checkpoint.finish();
    storage.sweep();
    const target = storage.revisionDir(revision);
    return { ...built, manifest: readManifest(target), dir: target, isNew };
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    checkpoint.close();
    throw error;
  } finally {
    source.close();
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

/** Vectors to take over. Where the previous revision is damaged, none are, and the log says why. */
async function openPrevious(options: ReindexOptions, previous: string | null): Promise<VectorSource> {
  const nothing: VectorSource = { known: () => null, close: () => undefined };
  if (!previous) return nothing;
  try {
    return await openKnownVectors({
      dir: options.storage.revisionDir(previous),
      fingerprint: options.fingerprint,
      cpu: options.builder.cpu,
      kernelPath: options.kernelPath,
      log: options.log,
    });
  } catch (error) {
    if (!(error instanceof VademecumError)) throw error;
    options.log.warn(
      { code: error.code, reason: error.message, previous },
      "nothing is reused: the revision is damaged",
    );
    return nothing;
  }
}
