import type { RepoFile } from "../hub/repo-file.ts";
import type { LeftOut, LocalFile } from "./list-local-files.ts";
import type { PathFilter } from "./path-filter.ts";
import { below, byPath, joinRepoPath } from "./repo-path.ts";

/** A local file under the name that it has in the repository. */
export interface PlannedFile extends LocalFile {
  /** Path in the repository. */
  repoPath: string;
}

/** What makes a repository's folder like a local one; every list is sorted by path. */
export interface PushPlan {
  /** Not in the repository yet. */
  add: PlannedFile[];
  /** There with other content. */
  change: PlannedFile[];
  unchanged: PlannedFile[];
  /** In the repository, matched by the filter, and gone from the folder. */
  delete: RepoFile[];
  /** In the repository and not to be judged, since what lies locally under the name was left out: they stay. */
  kept: RepoFile[];
}

/**
 * Compares a folder with what a repository holds below `pathInRepo`. What lies elsewhere in the repository, or is not
 * matched by the filter, is in no list: it is not ours.
 * @param digests of local files by their path: SHA-256 where the repository's file is in LFS, else git's SHA-1; only those
 *   of files whose size agrees are asked for
 */
export function planPush(options: {
  files: readonly LocalFile[];
  leftOut: readonly LeftOut[];
  remote: readonly RepoFile[];
  digests: ReadonlyMap<string, string | null>;
  filter: PathFilter;
  pathInRepo: string;
}): PushPlan {
  const { files, leftOut, remote, digests, filter, pathInRepo } = options;
  const there = new Map(remote.map((file) => [file.path, file]));
  const plan: PushPlan = { add: [], change: [], unchanged: [], delete: [], kept: [] };
  for (const file of files) {
    const planned = { ...file, repoPath: joinRepoPath(pathInRepo, file.path) };
    const counterpart = there.get(planned.repoPath);
    if (!counterpart) plan.add.push(planned);
    else if (isSame(file, counterpart, digests.get(file.path) ?? null)) plan.unchanged.push(planned);
    else plan.change.push(planned);
  }
  const local = new Set(files.map(({ path }) => path));
  const unjudged = new Set(leftOut.map(({ path }) => path));
  for (const file of remote) {
    const path = below(pathInRepo, file.path);
    if (path === null || local.has(path) || !filter.accepts(path)) continue;
    (isAtOrBelow(unjudged, path) ? plan.kept : plan.delete).push(file);
  }
  for (const list of Object.values(plan)) list.sort(byPath);
  return plan;
}

/** Pairs of a local and a repository's file that only their content can tell apart. */
export function pairsToHash(options: {
  files: readonly LocalFile[];
  remote: readonly RepoFile[];
  pathInRepo: string;
}): { local: LocalFile; remote: RepoFile }[] {
  const there = new Map(options.remote.map((file) => [file.path, file]));
  return options.files.flatMap((local) => {
    const remote = there.get(joinRepoPath(options.pathInRepo, local.path));
    return remote && remote.size === local.bytes ? [{ local, remote }] : [];
  });
}

function isSame(local: LocalFile, remote: RepoFile, digest: string | null): boolean {
  return local.bytes === remote.size && digest !== null && digest === (remote.sha256 ?? remote.oid);
}

/** Whether a path, or a folder above it, is in a set. */
function isAtOrBelow(places: ReadonlySet<string>, path: string): boolean {
  const names = path.split("/");
  return names.some((_, index) => places.has(names.slice(0, index + 1).join("/")));
}

/** Whether the deletions of a plan are so many, more than half of the documents, that they must be confirmed. */
export function needsYes(plan: PushPlan & { remoteDocuments: number }): boolean {
  return plan.delete.length * 2 > plan.remoteDocuments;
}
