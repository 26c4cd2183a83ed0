import { apiUrl, type Hub, type Repo } from "./hub.ts";

/** Takes a tag away; the commit stays. */
export async function deleteTag(params: {
  hub: Hub;
  repo: Repo;
  tag: string;
  signal?: AbortSignal;
}): Promise<void> {
  const { hub, repo, tag, signal } = params;
  const response = await hub.fetch(apiUrl(hub, repo, "tag", tag), {
    method: "DELETE",
    ...(signal ? { signal } : {}),
  });
  await response.body?.cancel();
}
