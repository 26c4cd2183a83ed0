import { VademecumError } from "../domain/errors.ts";
import type { RepoFile } from "../hub/repo-file.ts";
import { createPathFilter, DEFAULT_INCLUDE, type PathFilter } from "./path-filter.ts";
import { byPath, whyUnusable } from "./repo-path.ts";

/** What is brought from a repository: whatever can be read as a document, also of kinds that a push takes only when told. */
export function createPullFilter(): PathFilter {
  return createPathFilter({
    include: [...DEFAULT_INCLUDE, "*.docm", "*.dot", "*.dotx", "*.dotm", "*/golden.jsonl"],
  });
}

/** A file to be had, and where below the folder. */
export interface WantedFile {
  /** Path inside the folder: that in the repository, in Unicode NFC. */
  path: string;
  remote: RepoFile;
}

/**
 * The documents among a repository's files, sorted by path.
 * @throws VademecumError `UNSAFE_PATH` for a name that must not be written below a folder, `NAMES_CLASH` for two files
 *   that would be one, or of which one would be a folder of the other
 */
export function planPull(remote: readonly RepoFile[], filter: PathFilter): WantedFile[] {
  const wanted = new Map<string, WantedFile>();
  for (const file of remote) {
    const path = file.path.normalize("NFC");
    if (!filter.accepts(path)) continue;
    const reason = whyUnusable(path);
    if (reason !== null) throw unsafe(file.path, reason);
    const other = wanted.get(path);
    if (other) throw clash(other.remote.path, file.path);
    wanted.set(path, { path, remote: file });
  }
  for (const { path, remote: file } of wanted.values()) {
    const names = path.split("/");
    for (let depth = 1; depth < names.length; depth++) {
      const above = wanted.get(names.slice(0, depth).join("/"));
      if (above) throw clash(above.remote.path, file.path);
    }
  }
  return [...wanted.values()].sort(byPath);
}

function unsafe(path: string, reason: string): VademecumError {
  return new VademecumError({
    code: "UNSAFE_PATH",
    message: `the repository has a file that must not be written here, ${JSON.stringify(path)}: ${reason}`,
    expected: "paths that stay below the folder on every system",
    hint: "rename or delete the file in the repository",
  });
}

function clash(first: string, second: string): VademecumError {
  return new VademecumError({
    code: "NAMES_CLASH",
    message: `two files of the repository cannot lie in one folder: ${JSON.stringify(first)} and ${JSON.stringify(second)}`,
    expected: "names that differ after Unicode normalisation (NFC)",
    hint: "rename or delete one of the two in the repository",
  });
}
