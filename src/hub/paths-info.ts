import * as library from "@huggingface/hub";
import { apiUrl, type Hub, libraryParams, type Repo } from "./hub.ts";
import { type RepoFile, toRepoFile } from "./repo-file.ts";

/** The files of these names that are there at a revision; the others are left out. */
export async function pathsInfo(params: {
  hub: Hub;
  repo: Repo;
  revision: string;
  paths: string[];
  signal?: AbortSignal;
}): Promise<RepoFile[]> {
  const { hub, repo, revision, paths, signal } = params;
  const entries = await library.pathsInfo({ ...libraryParams(hub, signal), repo, revision, paths });
  const url = apiUrl(hub, repo, "paths-info", revision);
  return entries.flatMap((entry) => toRepoFile(entry, url) ?? []);
}
