import { apiUrl, type Hub, type Repo } from "./hub.ts";
import { HubError } from "./hub-error.ts";
import { listRefs } from "./list-refs.ts";

/**
 * Gives a commit a name. False where the tag is there already and names the same commit, so that the call can be made
 * again after an answer that was lost.
 * @throws HubError `HUB_CONFLICT` where the tag names another commit
 */
export async function createTag(params: {
  hub: Hub;
  repo: Repo;
  tag: string;
  /** The commit, whole. */
  revision: string;
  message?: string;
  signal?: AbortSignal;
}): Promise<{ created: boolean }> {
  const { hub, repo, tag, revision, message, signal } = params;
  try {
    const response = await hub.fetch(apiUrl(hub, repo, "tag", revision), {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ tag, ...(message === undefined ? {} : { message }) }),
      ...(signal ? { signal } : {}),
    });
    await response.body?.cancel();
    return { created: true };
  } catch (error) {
    const mayBeThere =
      error instanceof HubError && (error.status === 409 || error.status === null || error.status >= 500);
    if (!mayBeThere) throw error;
    const { tags } = await listRefs(params);
    if (tags.some(({ name, commit }) => name === tag && commit === revision)) return { created: false };
    throw error;
  }
}
