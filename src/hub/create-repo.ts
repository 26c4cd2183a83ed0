import * as library from "@huggingface/hub";
import { type Hub, libraryParams, type Repo } from "./hub.ts";
import { HubError } from "./hub-error.ts";

/** Makes a repository where there is none; one that is there stays as it is. */
export async function createRepo(params: {
  hub: Hub;
  repo: Repo;
  /** Only members of the namespace see it. Default: true. */
  isPrivate?: boolean;
  signal?: AbortSignal;
}): Promise<{ created: boolean }> {
  const { hub, repo, isPrivate = true, signal } = params;
  try {
    await library.createRepo({
      ...libraryParams(hub, signal),
      accessToken: hub.token ?? "",
      repo,
      visibility: isPrivate ? "private" : "public",
    });
    return { created: true };
  } catch (error) {
    if (error instanceof HubError && error.status === 409) return { created: false };
    throw error;
  }
}
