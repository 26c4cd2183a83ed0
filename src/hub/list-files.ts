import * as library from "@huggingface/hub";
import { apiUrl, type Hub, libraryParams, type Repo } from "./hub.ts";
import { explainLibraryError } from "./library-error.ts";
import { type RepoFile, toRepoFile } from "./repo-file.ts";

/** All files of a repository, or of one of its folders, at a revision. A folder that is not there is a `HubError` 404. */
export async function* listFiles(params: {
  hub: Hub;
  repo: Repo;
  revision: string;
  path?: string;
  signal?: AbortSignal;
}): AsyncGenerator<RepoFile> {
  const { hub, repo, revision, path, signal } = params;
  const entries = library.listFiles({
    ...libraryParams(hub, signal),
    repo,
    revision: encodeURIComponent(revision),
    recursive: true,
    ...(path === undefined ? {} : { path: path.split("/").map(encodeURIComponent).join("/") }),
  });
  const url = apiUrl(hub, repo, "tree", revision);
  try {
    for await (const entry of entries) {
      const file = toRepoFile(entry, url);
      if (file) yield file;
    }
  } catch (error) {
    throw explainLibraryError(error, url);
  }
}
