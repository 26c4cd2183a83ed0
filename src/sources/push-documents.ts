import { VademecumError } from "../domain/errors.ts";
import type { Log } from "../domain/log.ts";
import { createRepo } from "../hub/create-repo.ts";
import type { RepoFile } from "../hub/repo-file.ts";
import { changedSince, commitBatch, Overtaken } from "./commit-batch.ts";
import { type Comparison, compareFolder, type FolderAndRepo, requireDocuments } from "./compare-folder.ts";
import { type BatchLimits, DEFAULT_BATCH_LIMITS, planBatches } from "./plan-batches.ts";
import { needsYes } from "./plan-push.ts";

/** How often a push looks again because the branch or a file changed under it. */
const MAX_ROUNDS = 5;

export interface PushOptions extends FolderAndRepo {
  /** Also delete what is gone from the folder. */
  deletes?: boolean;
  /** Deleting more than half of the documents is meant. */
  isSure?: boolean;
  limits?: BatchLimits;
  log: Log;
}

/** What a push did. Paths are those of the repository. */
export interface PushReport {
  /** Head of `main` afterwards. */
  commit: string | null;
  /** Commits made, oldest first. */
  commits: string[];
  createdRepo: boolean;
  added: string[];
  changed: string[];
  deleted: string[];
  unchanged: number;
  /** Size of the files added and changed. */
  bytes: number;
  /** Files that went on changing while they were pushed: what the repository has of them is not what lies here now. */
  unsettled: string[];
  plan: Comparison;
}

interface Push {
  options: PushOptions;
  /** What was seen in the repository when the deletions were decided, by path: only this may be deleted. */
  deletable: Map<string, RepoFile>;
  /** What was pushed, by path in the repository. A file that is pushed again was added in the first round all the same. */
  pushed: Map<string, "added" | "changed">;
  deleted: string[];
  commits: string[];
  bytes: number;
}

/**
 * Makes a folder of a repository like a local one, in one commit or, for a very large set, several: each names its
 * parent, so that nobody's work is undone unseen. Where somebody else commits in between, or a file changes while it
 * is sent, folder and repository are compared again, a bounded number of times. What an interrupted push has committed
 * stays, and the next one goes on with what is missing.
 * @throws VademecumError NOTHING_TO_PUSH, TOO_MANY_DELETIONS (exit code 2), and what `listLocalFiles` and Hub calls throw
 */
export async function pushDocuments(options: PushOptions): Promise<PushReport> {
  const { hub, repo, dir, signal, deletes = false, log } = options;
  const plan = await compareFolder(options);
  requireDocuments(plan, dir);
  if (deletes) requireSure(plan, options.isSure ?? false);
  const createdRepo =
    !plan.repoExists && (await createRepo({ hub, repo, ...(signal ? { signal } : {}) })).created;
  const push: Push = {
    options,
    deletable: new Map(deletes ? plan.delete.map((file) => [file.path, file]) : []),
    pushed: new Map(),
    deleted: [],
    commits: [],
    bytes: 0,
  };
  // A repository made just now has a first commit of its own.
  let current = plan.repoExists ? plan : await compareFolder(options);
  for (let round = 1; ; round++) {
    try {
      const { commit, unsettled } = await pushRound(push, current);
      if (unsettled.length === 0 || round === MAX_ROUNDS)
        return reportOf(push, { plan, commit, createdRepo, unsettled });
      log.info({ round, files: unsettled.length }, "files changed while they were sent; comparing again");
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
      if (round === MAX_ROUNDS) throw error.cause;
      log.info({ round, reason: error.message }, "comparing folder and repository again");
    }
    current = await compareFolder(options);
    requireDocuments(current, dir);
  }
}

function reportOf(
  { pushed, deleted, commits, bytes }: Push,
  facts: Pick<PushReport, "plan" | "commit" | "createdRepo" | "unsettled">,
): PushReport {
  const pathsOf = (kind: "added" | "changed") =>
    [...pushed].flatMap(([path, how]) => (how === kind ? [path] : []));
  const unchanged = facts.plan.unchanged.filter(({ repoPath }) => !pushed.has(repoPath)).length;
  return {
    ...facts,
    commits,
    added: pathsOf("added"),
    changed: pathsOf("changed"),
    deleted,
    unchanged,
    bytes,
  };
}

/** Carries out one plan; returns the head afterwards, and the files that changed meanwhile. */
async function pushRound(
  push: Push,
  plan: Comparison,
): Promise<{ commit: string | null; unsettled: string[] }> {
  const { options } = push;
  const { limits = DEFAULT_BATCH_LIMITS, log, onProgress } = options;
  const uploads = [...plan.add, ...plan.change];
  const isNew = new Set(plan.add);
  const gone = plan.delete.filter((file) => isAsDecided(push.deletable.get(file.path), file));
  const left = plan.delete.length - gone.length;
  if (push.deletable.size > 0 && left > 0)
    log.warn({ files: left }, "files that were not among those to delete when the push began are kept");
  const batches = planBatches(uploads, limits);
  if (batches.length === 0 && gone.length > 0) batches.push([]);
  const totalBytes = uploads.reduce((sum, file) => sum + file.bytes, 0);
  const unsettled: string[] = [];
  let doneBytes = 0;
  let commit = plan.head;
  for (const [index, batch] of batches.entries()) {
    const deletions = index === batches.length - 1 ? gone : [];
    commit = await commitBatch(options, {
      batch,
      deletions,
      parent: commit,
      isNew,
      pathInRepo: plan.pathInRepo,
      number: index + 1,
      of: batches.length,
      onBytes: (bytes) => onProgress?.("upload", doneBytes + bytes, totalBytes),
    });
    push.commits.push(commit);
    for (const file of batch) {
      push.bytes += file.bytes;
      if (!push.pushed.has(file.repoPath))
        push.pushed.set(file.repoPath, isNew.has(file) ? "added" : "changed");
    }
    push.deleted.push(...deletions.map(({ path }) => path));
    doneBytes += batch.reduce((sum, file) => sum + file.bytes, 0);
    unsettled.push(...(await changedSince(batch)).map(({ repoPath }) => repoPath));
    log.info({ commit, files: batch.length, batch: index + 1, of: batches.length }, "committed");
  }
  return { commit, unsettled };
}

function isAsDecided(decided: RepoFile | undefined, now: RepoFile): boolean {
  return decided !== undefined && decided.oid === now.oid && decided.sha256 === now.sha256;
}

function requireSure(plan: Comparison, isSure: boolean): void {
  const { delete: gone, remoteDocuments } = plan;
  if (isSure || !needsYes(plan)) return;
  throw new VademecumError({
    code: "TOO_MANY_DELETIONS",
    message: `this would delete ${gone.length} of the ${remoteDocuments} documents in ${plan.pathInRepo || "the repository"}`,
    expected: "at most half of them, unless that is said to be meant",
    hint: "look at the plan by --dry-run; if it is right, add --yes",
    exitCode: 2,
  });
}
