import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { isAlive } from "../../processes/is-alive.ts";

/** Another machine's folder is taken for left behind when nothing has been written to it for this long. */
const SILENT_FOR_MS = 2 * 60 * 1000;
const NAME_PATTERN = /^([0-9a-f]{40})\.([0-9a-f]{8})\.(\d+)\.([0-9a-f-]{36})$/;

/** Folders that this process writes into; one of its number that is not among them is an earlier process's. */
const inUse = new Set<string>();
const HOST_ID = new Bun.CryptoHasher("sha256").update(hostname()).digest("hex").slice(0, 8);

/** Where a revision is downloaded to before it is whole. */
export interface DownloadFolder {
  dir: string;
  /** Leaves the folder to the next download of the revision. */
  release(): void;
  /** Removes the folder, and that of all downloads where it was the last. */
  remove(): void;
}

/**
 * A folder for the download of a revision: the one that an interrupted download left, with what is in it, or a new one.
 * Its name says who writes into it, so that taking it over is one rename, which only one process can win.
 */
export function claimDownloadFolder(storageDir: string, revision: string): DownloadFolder {
  const root = join(storageDir, "downloads");
  mkdirSync(root, { recursive: true });
  const ownName = `${revision}.${HOST_ID}.${process.pid}.${crypto.randomUUID()}`;
  const dir = join(root, ownName);
  const left = abandonedFolders(root).filter(({ revision: of }) => of === revision);
  inUse.add(ownName);
  if (!left.some(({ name }) => tryRename(join(root, name), dir))) mkdirSync(dir);
  return {
    dir,
    release: () => inUse.delete(ownName),
    remove() {
      inUse.delete(ownName);
      rmSync(dir, { recursive: true, force: true });
      removeIfEmpty(root);
    },
  };
}

/** Removes what interrupted downloads left, but for those of a revision that is still wanted. */
export function sweepDownloads(storageDir: string, wanted: string | null): string[] {
  const root = join(storageDir, "downloads");
  const doomed = abandonedFolders(root)
    .filter(({ revision }) => revision !== wanted)
    .map(({ name }) => name);
  for (const name of doomed) rmSync(join(root, name), { recursive: true, force: true });
  removeIfEmpty(root);
  return doomed;
}

function abandonedFolders(root: string): { name: string; revision: string }[] {
  return listFolder(root).flatMap((name) => {
    const [, revision, host, pid] = NAME_PATTERN.exec(name) ?? [];
    if (revision === undefined) return [];
    const isLeft =
      host !== HOST_ID
        ? lastWrite(join(root, name)) < Date.now() - SILENT_FOR_MS
        : Number(pid) === process.pid
          ? !inUse.has(name)
          : !isAlive(Number(pid));
    return isLeft ? [{ name, revision }] : [];
  });
}

function lastWrite(dir: string): number {
  const times = [dir, ...listFolder(dir).map((name) => join(dir, name))].map(
    (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0,
  );
  return Math.max(...times);
}

function listFolder(dir: string): string[] {
  try {
    return readdirSync(dir);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  }
}

/** False where another process was quicker. */
function tryRename(from: string, to: string): boolean {
  try {
    renameSync(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return false;
    throw error;
  }
}

function removeIfEmpty(dir: string): void {
  try {
    rmdirSync(dir);
  } catch (error) {
    if (!["ENOENT", "ENOTEMPTY", "EEXIST"].some((code) => hasCode(error, code))) throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
