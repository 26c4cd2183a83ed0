import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { join, sep } from "node:path";
import type { PathFilter } from "./path-filter.ts";
import { byPath, whyUnusable } from "./repo-path.ts";
import { errorCode, openFolder, reasonOf, requireDistinctPaths, unreadableFolder } from "./source-folder.ts";

/** A file of the folder that takes part. */
export interface LocalFile {
  /** Path inside the folder, joined by `/`, in Unicode NFC. */
  path: string;
  /** Where its content lies on this machine: links are resolved. */
  location: string;
  bytes: number;
  modifiedMs: number;
}

/** A file or folder that is left out, and why. */
export interface LeftOut {
  path: string;
  reason: string;
}

/** What a folder holds; every list is sorted by path. */
export interface LocalFiles {
  files: LocalFile[];
  skipped: LeftOut[];
  /** What could not be opened; of a folder, nothing below it is known. */
  unreadable: LeftOut[];
}

interface Walk extends LocalFiles {
  root: string;
  filter: PathFilter;
  signal: AbortSignal | undefined;
}

interface Place {
  location: string;
  path: string;
}

/**
 * Lists the files of a folder and everything below it that a filter takes. Links are followed within the folder only.
 * @throws VademecumError with exit code 2: FOLDER_MISSING, FOLDER_IS_FILE, FOLDER_UNREADABLE, NAMES_CLASH
 */
export async function listLocalFiles(options: {
  dir: string;
  filter: PathFilter;
  signal?: AbortSignal;
}): Promise<LocalFiles> {
  const { dir, filter, signal } = options;
  const root = await openFolder(dir);
  const walk: Walk = { root, filter, signal, files: [], skipped: [], unreadable: [] };
  await walkFolder(walk, { location: root, path: "" }, []);
  const failure = walk.unreadable.find(({ path }) => path === "");
  if (failure) throw unreadableFolder(dir, failure.reason);
  requireDistinctPaths(walk.files);
  for (const list of [walk.files, walk.skipped, walk.unreadable]) list.sort(byPath);
  return { files: walk.files, skipped: walk.skipped, unreadable: walk.unreadable };
}

async function walkFolder(walk: Walk, folder: Place, above: readonly string[]): Promise<void> {
  walk.signal?.throwIfAborted();
  let entries: Dirent[];
  let real: string;
  try {
    real = await realpath(folder.location);
    entries = await readdir(folder.location, { withFileTypes: true });
  } catch (error) {
    walk.unreadable.push({ path: folder.path, reason: reasonOf(error) });
    return;
  }
  if (above.includes(real)) {
    walk.skipped.push({ path: folder.path, reason: "a link back to a folder above it" });
    return;
  }
  for (const entry of entries) {
    const name = entry.name.normalize("NFC");
    const path = folder.path === "" ? name : `${folder.path}/${name}`;
    await visit(walk, { entry, location: join(folder.location, entry.name), path, above: [...above, real] });
  }
}

async function visit(walk: Walk, at: Place & { entry: Dirent; above: readonly string[] }): Promise<void> {
  const { entry, path } = at;
  const skip = (reason: string) => walk.skipped.push({ path, reason });
  const unusable = whyUnusable(path);
  if (unusable !== null) return void skip(unusable);
  const pattern = walk.filter.excludedBy(path);
  if (pattern !== null) return void skip(`excluded by ${pattern}`);
  let location = at.location;
  try {
    if (entry.isSymbolicLink()) {
      location = await realpath(at.location);
      if (!isWithin(walk.root, location)) return void skip("a link that leads out of the folder");
    }
    const found = await stat(location);
    if (found.isDirectory()) return await walkFolder(walk, { location, path }, at.above);
    if (!walk.filter.isIncluded(path)) return void skip("matches no include pattern");
    if (!found.isFile()) return void skip("neither a file nor a folder");
    if (found.size === 0) return void skip("it is empty");
    walk.files.push({ path, location, bytes: found.size, modifiedMs: found.mtimeMs });
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    if (!walk.filter.isIncluded(path)) return void skip("matches no include pattern");
    const isDangling = entry.isSymbolicLink() && errorCode(error) === "ENOENT";
    walk.unreadable.push({ path, reason: isDangling ? "a link to nothing" : reasonOf(error) });
  }
}

function isWithin(root: string, location: string): boolean {
  return location === root || location.startsWith(root.endsWith(sep) ? root : `${root}${sep}`);
}
