import * as library from "@huggingface/hub";
import { z } from "zod";
import { apiUrl, type Hub, libraryParams, type Repo } from "./hub.ts";
import { parseAnswer } from "./hub-answer.ts";
import { explainLibraryError } from "./library-error.ts";

const CommitSchema = z.object({
  oid: z.string().regex(/^[0-9a-f]{40}$/),
  title: z.string(),
  message: z.string().default(""),
  date: z.date(),
});

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
  const url = apiUrl(hub, repo, "commits", revision);
  try {
    for await (const one of commits) {
      if (count++ >= limit) return;
      const { oid, title, message, date } = parseAnswer(CommitSchema, one, url);
      yield { commit: oid, title, message, date };
    }
  } catch (error) {
    throw explainLibraryError(error, url);
  }
}
