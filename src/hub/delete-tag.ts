import { apiUrl, type Hub, type Repo } from "./hub.ts";
import { HubError } from "./hub-error.ts";
import { listRefs } from "./list-refs.ts";

/** Takes a tag away; the commit stays. False where there is none of this name. */
export async function deleteTag(params: {
  hub: Hub;
  repo: Repo;
  tag: string;
  signal?: AbortSignal;
}): Promise<{ deleted: boolean }> {
  const { hub, repo, tag, signal } = params;
  try {
    const response = await hub.fetch(apiUrl(hub, repo, "tag", tag), {
      method: "DELETE",
      ...(signal ? { signal } : {}),
    });
    await response.body?.cancel();
    return { deleted: true };
  } catch (error) {
    // A repository that is not there answers 404 as well, and then so does the list.
    if (!(error instanceof HubError && error.status === 404)) throw error;
    const { tags } = await listRefs(params);
    if (tags.some(({ name }) => name === tag)) throw error;
    return { deleted: false };
  }
}
