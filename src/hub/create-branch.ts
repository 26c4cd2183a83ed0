import * as library from "@huggingface/hub";
import { type Hub, libraryParams, type Repo } from "./hub.ts";
import { HubError } from "./hub-error.ts";
import { listRefs } from "./list-refs.ts";

/**
 * Makes a branch that begins at a commit. False where the branch is there already and names the same commit, so that the
 * call can be made again after an answer that was lost.
 * @throws HubError `HUB_CONFLICT` where the branch names another commit
 */
export async function createBranch(params: {
  hub: Hub;
  repo: Repo;
  branch: string;
  /** The commit, whole. */
  revision: string;
  signal?: AbortSignal;
}): Promise<{ created: boolean }> {
  const { hub, repo, branch, revision, signal } = params;
  try {
    await library.createBranch({ ...libraryParams(hub, signal), repo, branch, revision });
    return { created: true };
  } catch (error) {
    const mayBeThere =
      error instanceof HubError && (error.status === 409 || error.status === null || error.status >= 500);
    if (!mayBeThere) throw error;
    const { branches } = await listRefs(params);
    if (branches.some(({ name, commit }) => name === branch && commit === revision))
      return { created: false };
    throw error;
  }
}
