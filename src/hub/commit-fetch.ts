import { z } from "zod";
import type { HubRequestInit } from "./call.ts";
import type { CommitFilesParams } from "./commit-params.ts";
import { findLandedCommit } from "./find-landed-commit.ts";
import { parseAnswer } from "./hub-answer.ts";
import { HubError } from "./hub-error.ts";
import { retryDelayMs } from "./retry-delay.ts";
import type { UploadProgress } from "./upload-progress.ts";

const BatchSchema = z.object({
  objects: z.array(
    z.object({ oid: z.string(), error: z.object({ code: z.number(), message: z.string() }).optional() }),
  ),
});
/** What the library says about an upload, in the place where browsers are told of progress. */
const UploadSchema = z.object({ progressHint: z.object({ path: z.string() }) });

/** One commit and what its calls need. */
interface CommitCall extends CommitFilesParams {
  branch: string;
  inner: typeof fetch;
  /** The commit it must land on; null for the first of a repository. */
  parent: string | null;
  progress: UploadProgress;
  /** Ends the whole commit. */
  fail: (error: unknown) => void;
  signal: AbortSignal;
}

/** The `fetch` with which the library makes one commit. */
export function commitFetch(params: CommitCall): typeof fetch {
  const { hub, inner, progress, fail } = params;

  async function send(url: string, init: RequestInit): Promise<Response> {
    if (/\/commit\/[^/]+$/.test(new URL(url).pathname)) return sendCommit(params, url, init);
    if (/\/info\/lfs\/objects\/batch$/.test(url)) return checkBatch(await inner(url, init), url);
    const upload = UploadSchema.safeParse(init);
    if (!(init.body instanceof Blob) || !upload.success) return inner(url, init);
    const { path } = upload.data.progressHint;
    const request: HubRequestInit = { ...init, onUpload: (bytes) => progress.onSent(path, url, bytes) };
    return inner(url, request);
  }

  const call = async (input: Parameters<typeof fetch>[0], init: RequestInit = {}) => {
    try {
      return await send(String(input), init);
    } catch (error) {
      fail(error);
      throw error;
    }
  };
  return Object.assign(call, { preconnect: hub.fetch.preconnect });
}

/**
 * Sends the commit itself. One whose answer is lost may have landed: it is looked for, and only sent again where it has
 * not. Since it names its parent, at most one of all that are sent can land.
 */
async function sendCommit(params: CommitCall, url: string, init: RequestInit): Promise<Response> {
  const { hub, inner, signal } = params;
  const request: HubRequestInit = { ...init, headersTimeoutMs: hub.limits.commitTimeoutMs };
  for (let attempt = 1; ; attempt++) {
    try {
      return await inner(url, request);
    } catch (error) {
      signal.throwIfAborted();
      const landed = await resolveFailure(error, attempt, params);
      if (landed !== null) {
        return Response.json({ success: true, commitOid: landed, commitUrl: "", hookOutput: "" });
      }
      const waitMs = retryDelayMs({ attempt, headers: null, nowMs: Date.now(), random: Math.random() });
      await hub.sleep(waitMs, signal);
    }
  }
}

/** The commit that landed though its sending failed, null where it may be sent again; else it throws. */
async function resolveFailure(error: unknown, attempt: number, params: CommitCall): Promise<string | null> {
  const { hub, parent } = params;
  if (!(error instanceof HubError)) throw error;
  // After a first sending whose fate was open, a stale parent may be that very commit.
  const isStale = error.code === "HUB_STALE_PARENT" && attempt > 1;
  if (!isLost(error) && !isStale) throw error;
  hub.log.warn({ code: error.code, url: error.url, attempt }, `${error.message}; looking whether it landed`);
  const { landed, head } = await findLandedCommit(params);
  if (landed !== null) return landed;
  if (isStale) throw error;
  if (head !== parent) throw overtaken(error, parent, head);
  if (attempt < hub.limits.attempts) return null;
  throw error.restated({ message: `${error.message}; the commit did not land in ${attempt} attempts` });
}

/** Whether an error leaves it open if the call was carried out. */
function isLost({ status }: HubError): boolean {
  return status === null || status === 408 || status >= 500;
}

function overtaken(error: HubError, parent: string | null, head: string | null): HubError {
  return new HubError({
    code: "HUB_STALE_PARENT",
    message: `the answer to a commit was lost (${error.message}), and the branch has moved without it`,
    expected: `${parent} as head of the branch, got ${head}`,
    hint: "somebody else committed in between; run the command again, it goes on from the new state",
    url: error.url,
    requestId: error.requestId,
    cause: error,
  });
}

/** The library does not tell well of objects that the Hub refuses. */
async function checkBatch(response: Response, url: string): Promise<Response> {
  const { objects } = parseAnswer(BatchSchema, await response.clone().json(), url);
  const refused = objects.find(({ error }) => error !== undefined);
  if (refused?.error === undefined) return response;
  throw new HubError({
    code: "HUB_REFUSED",
    message: `the Hub does not take the object ${refused.oid}: ${refused.error.message} (${refused.error.code})`,
    hint: "look whether the account has room for it and may write to the repository",
    url,
    requestId: response.headers.get("X-Request-Id"),
  });
}
