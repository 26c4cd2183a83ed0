import type { CommitFilesParams } from "./commit-params.ts";
import { digestBlob, isSameContent } from "./file-digest.ts";
import { type Commit, listCommits } from "./list-commits.ts";
import { pathsInfo } from "./paths-info.ts";

/** How far a branch is searched back for the parent; nobody makes more commits while one answer is awaited. */
const MAX_COMMITS = 100;

/**
 * Looks whether a commit whose answer was lost is there: the one that follows its parent on the branch, has its title and
 * description, and holds its files.
 * @returns that commit or null, and the branch's head
 */
export async function findLandedCommit(
  params: CommitFilesParams & { branch: string; parent: string | null },
): Promise<{ landed: string | null; head: string | null }> {
  const { hub, repo, branch, parent, signal } = params;
  let head: string | null = null;
  let newer: Commit | null = null;
  const commits = listCommits({
    hub,
    repo,
    revision: branch,
    limit: MAX_COMMITS,
    ...(signal ? { signal } : {}),
  });
  for await (const commit of commits) {
    head ??= commit.commit;
    if (commit.commit === parent) break;
    newer = commit;
  }
  const isOurs = newer !== null && isSaid(newer, params) && (await holdsFiles(newer.commit, params));
  return { landed: newer !== null && isOurs ? newer.commit : null, head };
}

function isSaid(commit: Commit, { title, description = "" }: CommitFilesParams): boolean {
  return commit.title === title && commit.message.trim() === description.trim();
}

async function holdsFiles(revision: string, params: CommitFilesParams): Promise<boolean> {
  const { hub, repo, operations, signal } = params;
  const paths = operations.map(({ path }) => path);
  const found = await pathsInfo({ hub, repo, revision, paths, ...(signal ? { signal } : {}) });
  const files = new Map(found.map((file) => [file.path, file]));
  for (const operation of operations) {
    const file = files.get(operation.path);
    if (operation.kind === "delete") {
      if (file !== undefined) return false;
    } else if (file === undefined || !isSameContent(file, await digestBlob(operation.content))) {
      return false;
    }
  }
  return true;
}
