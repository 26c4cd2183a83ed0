import { stat } from "node:fs/promises";
import { type CommitOperation, commitFiles } from "../hub/commit-files.ts";
import { HubError } from "../hub/hub-error.ts";
import type { RepoFile } from "../hub/repo-file.ts";
import type { FolderAndRepo } from "./compare-folder.ts";
import type { PlannedFile } from "./plan-push.ts";

/** A plan that was overtaken: somebody else committed, or a file changed. The cause is what then went wrong. */
export class Overtaken extends Error {}

/** One commit of a push. */
export interface BatchStep {
  batch: PlannedFile[];
  deletions: RepoFile[];
  /** The files of the batch that the repository does not have. */
  isNew: ReadonlySet<PlannedFile>;
  parent: string | null;
  pathInRepo: string;
  /** Which of how many commits, from 1. */
  number: number;
  of: number;
  onBytes: (bytes: number) => void;
}

/**
 * Makes one commit of a push.
 * @throws Overtaken
 */
export async function commitBatch({ hub, repo, signal }: FolderAndRepo, step: BatchStep): Promise<string> {
  const { batch, deletions, parent } = step;
  const operations: CommitOperation[] = [
    ...batch.map((file) => ({ kind: "add" as const, path: file.repoPath, content: Bun.file(file.location) })),
    ...deletions.map(({ path }) => ({ kind: "delete" as const, path })),
  ];
  try {
    const { commit } = await commitFiles({
      hub,
      repo,
      title: titleOf(step),
      operations,
      onProgress: step.onBytes,
      ...(parent === null ? {} : { parentCommit: parent }),
      ...(signal ? { signal } : {}),
    });
    return commit;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof HubError && error.code === "HUB_STALE_PARENT")
      throw new Overtaken("somebody else committed", { cause: error });
    // What a file that changes under an upload does to it shows in many ways; the file itself is the one to ask.
    const [changed] = await changedSince(batch);
    if (changed) throw new Overtaken(`${changed.path} changed while it was sent`, { cause: error });
    throw error;
  }
}

/** Which files are no longer what they were when they were listed. */
export async function changedSince(files: readonly PlannedFile[]): Promise<PlannedFile[]> {
  const isChanged = await Promise.all(
    files.map(async ({ location, bytes, modifiedMs }) => {
      const now = await stat(location).catch(() => null); // gone, which is a change too
      return now === null || now.size !== bytes || now.mtimeMs !== modifiedMs;
    }),
  );
  return files.filter((_, index) => isChanged[index]);
}

function titleOf(step: BatchStep): string {
  const added = step.batch.filter((file) => step.isNew.has(file)).length;
  const counts = [
    [added, "added"],
    [step.batch.length - added, "changed"],
    [step.deletions.length, "deleted"],
  ] as const;
  const what = counts.flatMap(([count, verb]) => (count > 0 ? [`${count} ${verb}`] : [])).join(", ");
  const part = step.of > 1 ? ` (${step.number} of ${step.of})` : "";
  return `Push documents of ${step.pathInRepo || "the folder"}: ${what}${part}`;
}
