import * as library from "@huggingface/hub";
import { type Hub, libraryParams, type Repo } from "./hub.ts";
import { HubError } from "./hub-error.ts";
import { listRefs } from "./list-refs.ts";

/** Takes a branch away; commits that a tag or another branch leads to stay. False where there is none of this name. */
export async function deleteBranch(params: {
  hub: Hub;
  repo: Repo;
  branch: string;
  signal?: AbortSignal;
}): Promise<{ deleted: boolean }> {
  const { hub, repo, branch, signal } = params;
  try {
    await library.deleteBranch({ ...libraryParams(hub, signal), repo, branch });
    return { deleted: true };
  } catch (error) {
    // A repository that is not there answers 404 as well, and then so does the list.
    if (!(error instanceof HubError && error.status === 404)) throw error;
    const { branches } = await listRefs(params);
    if (branches.some(({ name }) => name === branch)) throw error;
    return { deleted: false };
  }
}
