import * as library from "@huggingface/hub";
import { apiUrl, type Hub, libraryParams, type Repo } from "./hub.ts";
import { explainLibraryError } from "./library-error.ts";
import { type RepoFile, toRepoFile } from "./repo-file.ts";

const PATHS_PER_CALL = 500;

/** The files of these names that are there at a revision; the others are left out. */
export async function pathsInfo(params: {
  hub: Hub;
  repo: Repo;
  revision: string;
  paths: string[];
  signal?: AbortSignal;
}): Promise<RepoFile[]> {
  const { hub, repo, revision, paths, signal } = params;
  const url = apiUrl(hub, repo, "paths-info", revision);
  const files: RepoFile[] = [];
  for (let start = 0; start < paths.length; start += PATHS_PER_CALL) {
    const some = paths.slice(start, start + PATHS_PER_CALL);
    try {
      const entries = await library.pathsInfo({ ...libraryParams(hub, signal), repo, revision, paths: some });
      files.push(...entries.flatMap((entry) => toRepoFile(entry, url) ?? []));
    } catch (error) {
      throw explainLibraryError(error, url);
    }
  }
  return files;
}
