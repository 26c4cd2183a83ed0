import * as library from "@huggingface/hub";
import { type Hub, libraryParams, type Repo } from "./hub.ts";
import { HubError } from "./hub-error.ts";
import { explainLibraryError } from "./library-error.ts";
import { repoExists } from "./repo-exists.ts";

/**
 * Makes a repository where there is none; one that is there stays as it is. It says `created: false` also where the answer
 * was lost and the repository is there.
 */
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
    const isLost = error instanceof HubError && (error.status === null || error.status >= 500);
    if (isLost && (await repoExists(params))) return { created: false };
    throw explainLibraryError(error, `${hub.url}/api/repos/create`);
  }
}
