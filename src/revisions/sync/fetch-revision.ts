import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { VademecumError } from "../../domain/errors.ts";
import type { Log } from "../../domain/log.ts";
import {
  ARTIFACTS_DIR,
  FAISS_INDEX_FILE,
  LEXICAL_FILE,
  MANIFEST_FILE,
  type Manifest,
  META_FILE,
  PASSAGES_FILE,
} from "../../domain/manifest.ts";
import { downloadFile } from "../../hub/download-file.ts";
import type { Hub, Repo } from "../../hub/hub.ts";
import { HubError } from "../../hub/hub-error.ts";
import { replaceFile } from "../durable-files.ts";
import { formatManifest, readManifest, type Storage } from "../storage.ts";
import { claimDownloadFolder, sweepDownloads } from "./download-folder.ts";
import { requireSpace } from "./free-space.ts";
import { deriveInChild } from "./heavy-task.ts";
import { type ExpectedFile, isFile, takeLocalFile } from "./local-files.ts";
import { incompleteRevision, requireBuild } from "./require-build.ts";

/** What is published of a revision; the rest is derived from it. */
const PUBLISHED_FILES = [META_FILE, FAISS_INDEX_FILE] as const;
const DERIVED_FILES = [LEXICAL_FILE, PASSAGES_FILE] as const;

export interface FetchRevisionOptions {
  hub: Hub;
  repo: Repo;
  manifest: Manifest;
  storage: Storage;
  log: Log;
  /** Bytes that are there, of all that the revision has. */
  onProgress?: (doneBytes: number, totalBytes: number) => void;
  signal?: AbortSignal;
  /** Writes the derived files into a folder. */
  derive?: (dir: string, signal?: AbortSignal) => Promise<void>;
  /** Bytes free below a folder. */
  free?: (dir: string) => Promise<number | null>;
}

/**
 * Brings a published revision whole into the local store under its commit's name, and does not put it into service.
 * Files that the store has are taken from there; what an interrupted call left is gone on from. Until everything is
 * there, has the hash that the manifest tells and is on the disk, no reader of the store sees anything of it.
 * @throws VademecumError `REVISION_MISSING`, `REVISION_INCOMPLETE`, `REVISION_MISMATCH` for what the Hub holds,
 * `STORAGE_FULL`; `HubError` of the downloads; what deriving throws, e.g. `META_INVALID`
 */
export async function fetchRevision(
  options: FetchRevisionOptions,
): Promise<{ dir: string; manifest: Manifest }> {
  const { manifest, storage, signal } = options;
  const dir = storage.revisionDir(manifest.revision);
  const files = expectedFiles(manifest);
  sweepDownloads(storage.dir, manifest.revision);
  if (existsSync(dir) && (await isWhole(dir, files))) {
    // Whoever committed it may have died before it removed its folder.
    sweepDownloads(storage.dir, null);
    await updateManifest(dir, manifest);
    return { dir, manifest };
  }
  await requireBuild(options);
  const download = claimDownloadFolder(storage.dir, manifest.revision);
  try {
    // What is derived is made anew: its maker may have died over it.
    await removeDerived(download.dir);
    await bringFiles(options, download.dir, files);
    await (options.derive ?? deriveInChild)(download.dir, signal);
    signal?.throwIfAborted();
    await commitFolder(options, download.dir);
    download.remove();
  } finally {
    download.release();
  }
  await updateManifest(dir, manifest);
  return { dir, manifest };
}

type ExpectedFiles = ReadonlyMap<string, ExpectedFile>;

function expectedFiles(manifest: Manifest): ExpectedFiles {
  return new Map(
    PUBLISHED_FILES.map((name) => {
      const expected = manifest.files[name];
      if (expected) return [name, expected];
      throw new VademecumError({
        code: "MANIFEST_INVALID",
        message: `the manifest of ${manifest.tag} tells of no ${name}`,
        expected: `${PUBLISHED_FILES.join(" and ")}, got ${Object.keys(manifest.files).join(", ") || "no files"}`,
        hint: "put another revision into service (./vade rollback), or publish again",
      });
    }),
  );
}

async function isWhole(dir: string, files: ExpectedFiles): Promise<boolean> {
  if (!DERIVED_FILES.every((name) => existsSync(join(dir, name)))) return false;
  for (const [name, expected] of files) if (!(await isFile(join(dir, name), expected))) return false;
  return true;
}

async function removeDerived(dir: string): Promise<void> {
  for await (const name of new Bun.Glob(`{${DERIVED_FILES.join(",")}}*`).scan(dir)) await rm(join(dir, name));
}

async function bringFiles(options: FetchRevisionOptions, dir: string, files: ExpectedFiles): Promise<void> {
  const { hub, repo, manifest, log, signal, onProgress } = options;
  const totalBytes = [...files.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  const missing: [string, ExpectedFile][] = [];
  for (const [name, expected] of files) {
    const target = join(dir, name);
    const isThere =
      (await isFile(target, expected)) || (await takeLocalFile({ ...options, expected, target }));
    if (!isThere) missing.push([name, expected]);
  }
  let missingBytes = missing.reduce((sum, [, { bytes }]) => sum + bytes, 0);
  await requireSpace({ ...options, dir, missingBytes });
  for (const [name, expected] of missing) {
    const before = totalBytes - missingBytes;
    log.info({ file: name, bytes: expected.bytes, revision: manifest.revision }, "downloading");
    try {
      await downloadFile({
        hub,
        repo,
        revision: manifest.revision,
        path: `${ARTIFACTS_DIR}/${name}`,
        target: join(dir, name),
        expected,
        onProgress: (bytes) => onProgress?.(before + bytes, totalBytes),
        ...(signal ? { signal } : {}),
      });
    } catch (error) {
      if (!(error instanceof HubError && error.isMissingEntry)) throw error;
      throw incompleteRevision(`${name} is missing in commit ${manifest.revision} of ${repo.name}`);
    }
    missingBytes -= expected.bytes;
  }
  onProgress?.(totalBytes, totalBytes);
}

/** Moves what is whole into the store. */
async function commitFolder({ manifest, storage }: FetchRevisionOptions, from: string): Promise<void> {
  const names = [...PUBLISHED_FILES, ...DERIVED_FILES];
  const partial = storage.createPartial();
  try {
    await Bun.write(join(partial, MANIFEST_FILE), formatManifest(manifest));
    for (const name of names) await rename(join(from, name), join(partial, name));
    await storage.commit(partial, manifest.revision);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

/** A revision that is promoted again may have another tag or evaluation; its files stay what they are. */
async function updateManifest(dir: string, manifest: Manifest): Promise<void> {
  let known: Manifest | null = null;
  try {
    known = readManifest(dir);
  } catch (error) {
    if (!(error instanceof VademecumError)) throw error;
  }
  if (!Bun.deepEquals(known, manifest)) await replaceFile(join(dir, MANIFEST_FILE), formatManifest(manifest));
}
