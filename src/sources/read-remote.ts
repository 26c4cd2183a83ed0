import type { Hub, Repo } from "../hub/hub.ts";
import { HubError } from "../hub/hub-error.ts";
import { listCommits } from "../hub/list-commits.ts";
import { listFiles } from "../hub/list-files.ts";
import type { RepoFile } from "../hub/repo-file.ts";

interface Place {
  hub: Hub;
  repo: Repo;
  revision: string;
  signal?: AbortSignal;
}

/** The commit that a revision stands for; null for a branch without commits. */
export async function readHead(place: Place): Promise<string | null> {
  for await (const { commit } of listCommits({ ...place, limit: 1 })) return commit;
  return null;
}

/** The same of `main`, which a repository that was just made may not have yet. */
export async function readMainHead(place: Omit<Place, "revision">): Promise<string | null> {
  try {
    return await readHead({ ...place, revision: "main" });
  } catch (error) {
    if (error instanceof HubError && error.status === 404) return null;
    throw error;
  }
}

/** All files below a folder of a repository; none where there is no such folder. */
export async function readRemoteFolder(place: Place & { folder: string }): Promise<RepoFile[]> {
  const { folder, ...rest } = place;
  try {
    return await Array.fromAsync(listFiles({ ...rest, ...(folder === "" ? {} : { path: folder }) }));
  } catch (error) {
    if (error instanceof HubError && error.status === 404) return [];
    throw error;
  }
}
