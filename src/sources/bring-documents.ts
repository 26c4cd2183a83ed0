import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { VademecumError } from "../domain/errors.ts";
import type { Log } from "../domain/log.ts";
import { downloadFile } from "../hub/download-file.ts";
import type { Hub, Repo } from "../hub/hub.ts";
import { hashContent } from "./hash-content.ts";
import { createPullFilter, planPull, type WantedFile } from "./plan-pull.ts";
import { readHead, readRemoteFolder } from "./read-remote.ts";
import { errorCode } from "./source-folder.ts";

/** Downloads at a time: documents are small, so that the way there and back counts more than the line. */
const DOWNLOADS_AT_A_TIME = 4;

/** What is brought where. */
export interface PullOptions {
  hub: Hub;
  repo: Repo;
  /** Branch, tag or commit. */
  revision: string;
  /** The folder that the documents are brought into; it is made where it is missing. */
  dir: string;
  onProgress?: (stage: "compare" | "download", doneBytes: number, totalBytes: number) => void;
  signal?: AbortSignal;
  log: Log;
}

/** What a pull did. */
export interface PullReport {
  dir: string;
  /** The commit whose documents are in `dir` now. */
  revision: string;
  files: number;
  bytes: number;
  downloaded: number;
  reused: number;
  removed: number;
  /** Folders and files of the repository's top: a push makes one, like `docs_rag`. */
  tops: string[];
}

/**
 * The documents of a revision, and its commit.
 * @throws VademecumError NO_DOCUMENTS, UNSAFE_PATH, NAMES_CLASH
 */
export async function listWanted(options: PullOptions): Promise<{ revision: string; wanted: WantedFile[] }> {
  const { hub, repo, signal } = options;
  const call = { hub, repo, ...(signal ? { signal } : {}) };
  const revision = await readHead({ ...call, revision: options.revision });
  const remote = revision === null ? [] : await readRemoteFolder({ ...call, revision, folder: "" });
  const wanted = planPull(remote, createPullFilter());
  if (revision === null || wanted.length === 0) throw noDocuments(options);
  return { revision, wanted };
}

/** A report of a pull that is done. */
export function reportOf(
  dir: string,
  done: { revision: string; wanted: readonly WantedFile[]; missing: readonly WantedFile[]; removed: number },
): PullReport {
  const { revision, wanted, missing, removed } = done;
  return {
    dir,
    revision,
    files: wanted.length,
    bytes: sumBytes(wanted),
    downloaded: missing.length,
    reused: wanted.length - missing.length,
    removed,
    tops: [...new Set(wanted.map(({ path }) => path.split("/")[0] ?? path))],
  };
}

/** The files that are not in the folder with the right content. */
export async function findMissing(
  { dir, onProgress, signal }: PullOptions,
  wanted: readonly WantedFile[],
): Promise<WantedFile[]> {
  const missing: WantedFile[] = [];
  const totalBytes = sumBytes(wanted);
  let doneBytes = 0;
  for (const file of wanted) {
    signal?.throwIfAborted();
    if (!(await hasContent(join(dir, file.path), digestOf(file), signal))) missing.push(file);
    doneBytes += file.remote.size;
    onProgress?.("compare", doneBytes, totalBytes);
  }
  return missing;
}

/** Whether a file, and no link, lies at a place with the content of this digest (SHA-256, or git's SHA-1). */
export async function hasContent(location: string, digest: string, signal?: AbortSignal): Promise<boolean> {
  let bytes: number;
  try {
    const found = await lstat(location);
    if (!found.isFile()) return false;
    bytes = found.size;
  } catch (error) {
    if (isNothing(error)) return false;
    throw error;
  }
  const kind = digest.length === 64 ? "sha256" : "git";
  return digest === (await hashContent({ location, bytes, kind, ...(signal ? { signal } : {}) }));
}

/** Whether an error says that nothing lies at a place; also where a folder on the way is a file. */
export function isNothing(error: unknown): boolean {
  return errorCode(error) === "ENOENT" || errorCode(error) === "ENOTDIR";
}

/** How the Hub names a file's content. */
export function digestOf({ remote }: WantedFile): string {
  return remote.sha256 ?? remote.oid;
}

/** Downloads a few files at a time. The first failure ends the others, and is thrown when all have ended. */
export async function downloadAll(
  options: PullOptions,
  revision: string,
  missing: readonly WantedFile[],
): Promise<void> {
  const { hub, repo, dir, onProgress } = options;
  const failed = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failed.signal]) : failed.signal;
  const totalBytes = sumBytes(missing);
  const doneBytes = new Map<string, number>();
  let sum = 0;
  const onBytes = (path: string, bytes: number) => {
    sum += bytes - (doneBytes.get(path) ?? 0);
    doneBytes.set(path, bytes);
    onProgress?.("download", sum, totalBytes);
  };
  const queue = missing.values();
  const work = async () => {
    for (const { path, remote } of queue) {
      signal.throwIfAborted();
      await downloadFile({
        hub,
        repo,
        revision,
        path: remote.path,
        target: join(dir, path),
        ...(remote.sha256 === null ? {} : { expected: { sha256: remote.sha256, bytes: remote.size } }),
        onProgress: (bytes) => onBytes(path, bytes),
        signal,
      });
    }
  };
  const workers = Array.from({ length: DOWNLOADS_AT_A_TIME }, async () => {
    try {
      await work();
    } catch (error) {
      failed.abort(error); // only the first one counts
      throw error;
    }
  });
  await Promise.allSettled(workers);
  options.signal?.throwIfAborted();
  failed.signal.throwIfAborted();
}

function sumBytes(files: readonly WantedFile[]): number {
  return files.reduce((sum, { remote }) => sum + remote.size, 0);
}

function noDocuments({ repo, revision }: PullOptions): VademecumError {
  return new VademecumError({
    code: "NO_DOCUMENTS",
    message: `the repository ${repo.name} holds no documents at ${revision}`,
    expected: "PDF, DOC, DOCX or RTF files",
    hint: "push some first: ./vade docs push DIR",
  });
}
