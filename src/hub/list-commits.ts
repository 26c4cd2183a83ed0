import * as library from "@huggingface/hub";
import { type Hub, libraryParams, type Repo } from "./hub.ts";

/** A commit of a repository. */
export interface Commit {
  commit: string;
  title: string;
  message: string;
  date: Date;
}

/** Commits from a revision back to the first, at most `limit`. */
export async function* listCommits(params: {
  hub: Hub;
  repo: Repo;
  revision: string;
  limit?: number;
  signal?: AbortSignal;
}): AsyncGenerator<Commit> {
  const { hub, repo, revision, limit = Number.POSITIVE_INFINITY, signal } = params;
  let count = 0;
  const commits = library.listCommits({
    ...libraryParams(hub, signal),
    repo,
    revision: encodeURIComponent(revision),
    batchSize: Math.min(limit, 100),
  });
  for await (const { oid, title, message, date } of commits) {
    if (count++ >= limit) return;
    yield { commit: oid, title, message, date };
  }
}
