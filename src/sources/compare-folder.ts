import { basename, resolve } from "node:path";
import { VademecumError } from "../domain/errors.ts";
import type { Hub, Repo } from "../hub/hub.ts";
import { repoExists } from "../hub/repo-exists.ts";
import type { RepoFile } from "../hub/repo-file.ts";
import { hashContent } from "./hash-content.ts";
import { type LeftOut, type LocalFiles, listLocalFiles } from "./list-local-files.ts";
import type { PathFilter } from "./path-filter.ts";
import { type PushPlan, pairsToHash, planPush } from "./plan-push.ts";
import { readMainHead, readRemoteFolder } from "./read-remote.ts";
import { readPathInRepo } from "./repo-path.ts";
import { reasonOf } from "./source-folder.ts";

/** A folder and the place in a repository that is to be like it. */
export interface FolderAndRepo {
  hub: Hub;
  repo: Repo;
  /** The local folder. */
  dir: string;
  /** Which files take part, here and there. */
  filter: PathFilter;
  /** Folder of the repository, `.` for its top. Default: the local folder's own name. */
  pathInRepo?: string;
  onProgress?: (stage: "compare" | "upload", doneBytes: number, totalBytes: number) => void;
  signal?: AbortSignal;
}

/** How a folder and its place in the repository differ. */
export interface Comparison extends PushPlan {
  /** Where in the repository; `""` is the top. */
  pathInRepo: string;
  repoExists: boolean;
  /** Head of `main` that was looked at, null where nothing was ever committed. */
  head: string | null;
  skipped: LeftOut[];
  unreadable: LeftOut[];
  /** The documents that the repository has below the place. */
  remoteDocuments: number;
}

/** Compares by content; local files are read only where name and size agree. */
export async function compareFolder(options: FolderAndRepo): Promise<Comparison> {
  const { hub, repo, dir, filter, signal } = options;
  const call = { hub, repo, ...(signal ? { signal } : {}) };
  const pathInRepo = readPathInRepo(options.pathInRepo ?? basename(resolve(dir)));
  const local = await listLocalFiles({ dir, filter, ...(signal ? { signal } : {}) });
  const isThere = await repoExists(call);
  const head = isThere ? await readMainHead(call) : null;
  const remote = head === null ? [] : await readRemoteFolder({ ...call, revision: head, folder: pathInRepo });
  const { digests, lost } = await hashPairs(options, local, remote, pathInRepo);
  const files = local.files.filter(({ path }) => !lost.some((entry) => entry.path === path));
  const unreadable = [...local.unreadable, ...lost];
  const leftOut = [...local.skipped, ...unreadable];
  const plan = planPush({ files, leftOut, remote, digests, filter, pathInRepo });
  return {
    ...plan,
    pathInRepo,
    repoExists: isThere,
    head,
    skipped: local.skipped,
    unreadable,
    remoteDocuments: plan.delete.length + plan.kept.length + plan.change.length + plan.unchanged.length,
  };
}

/** Digests of the files that only their content can tell from the repository's, and those that could not be read. */
async function hashPairs(
  { onProgress, signal }: FolderAndRepo,
  { files }: LocalFiles,
  remote: RepoFile[],
  pathInRepo: string,
): Promise<{ digests: Map<string, string | null>; lost: LeftOut[] }> {
  const pairs = pairsToHash({ files, remote, pathInRepo });
  const totalBytes = pairs.reduce((sum, pair) => sum + pair.local.bytes, 0);
  const digests = new Map<string, string | null>();
  const lost: LeftOut[] = [];
  let doneBytes = 0;
  for (const { local, remote: counterpart } of pairs) {
    try {
      const digest = await hashContent({
        location: local.location,
        bytes: local.bytes,
        kind: counterpart.sha256 === null ? "git" : "sha256",
        onBytes: (bytes) => {
          doneBytes = Math.min(totalBytes, doneBytes + bytes);
          onProgress?.("compare", doneBytes, totalBytes);
        },
        ...(signal ? { signal } : {}),
      });
      digests.set(local.path, digest);
    } catch (error) {
      signal?.throwIfAborted();
      lost.push({ path: local.path, reason: reasonOf(error) });
    }
  }
  return { digests, lost };
}

/**
 * A folder without documents is taken for a mistake: with deletions, it would empty the repository.
 * @throws VademecumError `NOTHING_TO_PUSH` with exit code 2
 */
export function requireDocuments(comparison: Comparison, dir: string): void {
  const { add, change, unchanged, skipped, unreadable } = comparison;
  if (add.length + change.length + unchanged.length > 0) return;
  const seen = skipped.length + unreadable.length;
  throw new VademecumError({
    code: "NOTHING_TO_PUSH",
    message:
      seen === 0
        ? `the folder ${dir} is empty`
        : `none of the ${seen} files and folders seen in ${dir} is a document to push`,
    expected: "at least one file that an include pattern matches and no exclude pattern leaves out",
    hint: "name the folder that the documents lie in, or the files to take by --include PATTERN",
    exitCode: 2,
  });
}
