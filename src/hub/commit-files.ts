import * as library from "@huggingface/hub";
import { z } from "zod";
import { VademecumError } from "../domain/errors.ts";
import { commitFetch } from "./commit-fetch.ts";
import type { CommitFilesParams, CommitOperation } from "./commit-params.ts";
import { apiUrl, libraryParams } from "./hub.ts";
import { parseAnswer } from "./hub-answer.ts";
import { HubError } from "./hub-error.ts";
import { explainLibraryError } from "./library-error.ts";
import { listCommits } from "./list-commits.ts";
import { createUploadProgress } from "./upload-progress.ts";

export type { CommitFilesParams, CommitOperation } from "./commit-params.ts";

const OutputSchema = z.object({ commit: z.object({ oid: z.string().regex(/^[0-9a-f]{40}$/) }) });

/** Without a `parentCommit`, how often a commit is made again on a head that moved meanwhile. */
const MAX_MOVED_HEADS = 5;

/**
 * Changes files of a branch, all at once: what a reader sees is the state before or after. The commit lands once, also
 * where the answer to it is lost: every commit names its parent, and after a failure the branch is looked at.
 * @returns the new commit
 * @throws HubError `HUB_STALE_PARENT` where the branch's head is not `parentCommit`
 */
export async function commitFiles(params: CommitFilesParams): Promise<{ commit: string }> {
  const { hub, branch = "main", parentCommit, signal } = params;
  await requireContents(params.operations);
  for (let made = 1; ; made++) {
    const parent = parentCommit ?? (await readHead(params, branch));
    try {
      return await commitOnce({ ...params, branch }, parent);
    } catch (error) {
      signal?.throwIfAborted();
      const isMoved = error instanceof HubError && error.code === "HUB_STALE_PARENT";
      if (!isMoved || parentCommit !== undefined || made === MAX_MOVED_HEADS) throw error;
      hub.log.info(
        { code: error.code, attempt: made },
        "the branch moved meanwhile; committing on its new head",
      );
    }
  }
}

/** The commit that a branch names, null while it has none. */
async function readHead(params: CommitFilesParams, revision: string): Promise<string | null> {
  const { hub, repo, signal } = params;
  const commits = listCommits({ hub, repo, revision, limit: 1, ...(signal ? { signal } : {}) });
  for await (const { commit } of commits) return commit;
  return null;
}

async function commitOnce(
  params: CommitFilesParams & { branch: string },
  parent: string | null,
): Promise<{ commit: string }> {
  const { hub, repo, branch, title, description, operations, onProgress, signal } = params;
  const progress = createUploadProgress(operations, onProgress);
  const failed = Promise.withResolvers<never>();
  // The library can lose a failure of one of several uploads and wait for ever: the first one ends the commit here.
  const stop = new AbortController();
  const fail = (error: unknown) => {
    failed.reject(error);
    stop.abort(error);
  };
  failed.promise.catch(() => undefined);
  const ending = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const call = libraryParams(hub, ending);
  const steps = library.commitIter({
    ...call,
    fetch: commitFetch({ ...params, inner: call.fetch, parent, progress, fail, signal: ending }),
    repo,
    branch,
    title,
    ...(description === undefined ? {} : { description }),
    ...(parent === null ? {} : { parentCommit: parent }),
    operations: operations.map((operation) =>
      operation.kind === "add"
        ? { operation: "addOrUpdate", path: operation.path, content: operation.content }
        : { operation: "delete", path: operation.path },
    ),
    useXet: false,
    abortSignal: ending,
  });
  const run = async () => {
    for (;;) {
      const step = await steps.next();
      if (step.done) return step.value;
      if (step.value.event === "fileProgress") progress.onStep(step.value);
    }
  };
  const url = apiUrl(hub, repo, "commit", branch);
  try {
    const output = await Promise.race([run(), failed.promise]);
    const { commit } = parseAnswer(OutputSchema, output, url);
    progress.finish();
    return { commit: commit.oid };
  } catch (error) {
    throw explainLibraryError(error, url);
  }
}

/** A file that is not there has no bytes, and would be committed as an empty one. */
async function requireContents(operations: CommitOperation[]): Promise<void> {
  for (const operation of operations) {
    if (operation.kind === "delete") continue;
    const { content, path } = operation;
    if (!isBunFile(content) || (await content.exists())) continue;
    throw new VademecumError({
      code: "UPLOAD_FILE_MISSING",
      message: `the file to upload as ${path} is not there: ${content.name ?? ""}`,
      hint: "look whether it was moved or deleted, then run the command again",
    });
  }
}

function isBunFile(content: Blob): content is Bun.BunFile {
  return "exists" in content && typeof content.exists === "function";
}
