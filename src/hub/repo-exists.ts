import { apiUrl, type Hub, type Repo } from "./hub.ts";
import { HubError } from "./hub-error.ts";

/**
 * Whether a repository is there for this token. A Hub hides a private one from others by 401 without a token and by 404
 * with one; without a token the 401 is thrown, since nobody can tell the two apart.
 */
export async function repoExists(params: { hub: Hub; repo: Repo; signal?: AbortSignal }): Promise<boolean> {
  const { hub, repo, signal } = params;
  try {
    const response = await hub.fetch(apiUrl(hub, repo), signal ? { signal } : {});
    await response.body?.cancel();
    return true;
  } catch (error) {
    if (error instanceof HubError && error.status === 404) return false;
    throw error;
  }
}
