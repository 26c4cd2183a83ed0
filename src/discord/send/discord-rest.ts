import { setTimeout as delay } from "node:timers/promises";
import { type RawFile, REST, RequestMethod } from "discord.js";
import { type DiscordError, isOnDiscordsSide, limitedTooLong, toDiscordError } from "../discord-error.ts";
import { createRateLimitNotes } from "./note-rate-limits.ts";

/** One call to Discord's API. */
export interface DiscordCall {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the version, with a slash: `/channels/1/messages`. */
  path: `/${string}`;
  /** For messages of errors: "send a message". */
  doing: string;
  body?: unknown;
  files?: RawFile[];
  query?: URLSearchParams;
  /** False where the address itself is the proof: interactions and their webhooks. */
  asBot?: boolean;
  /** Whether what fails on Discord's side is left to the caller; false: it is tried again. */
  isTriedOnce?: boolean;
  /** For all attempts and waits together. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

/** Discord's API, by discord.js: rate limits are obeyed, and what failed on Discord's side is tried again. */
export interface DiscordRest {
  /** @throws DiscordError; the signal's reason */
  call(call: DiscordCall): Promise<unknown>;
}

const METHODS = {
  GET: RequestMethod.Get,
  POST: RequestMethod.Post,
  PUT: RequestMethod.Put,
  PATCH: RequestMethod.Patch,
  DELETE: RequestMethod.Delete,
} as const;
const TIMEOUT_MS = 30_000;
/** Of one attempt. */
const ATTEMPT_TIMEOUT_MS = 10_000;
/** Before what failed on Discord's side is tried again. */
const RETRY_PAUSES_MS: readonly number[] = [250, 1000];
/** Of a bot, by Discord's rules; acknowledgements and webhooks of interactions do not count. */
const BOT_CALLS_PER_SECOND = 50;

/** @param options.api without version and slash at the end: `https://discord.com/api` */
export function createDiscordRest(options: {
  api: string;
  token: string | null;
  retryPausesMs?: readonly number[];
}): DiscordRest {
  const { api, token, retryPausesMs = RETRY_PAUSES_MS } = options;
  const limits = createRateLimitNotes();
  const client = (globalRequestsPerSecond: number) =>
    // It would try again without a pause.
    new REST({
      ...{ api, version: "10", timeout: ATTEMPT_TIMEOUT_MS, retries: 0 },
      ...{ globalRequestsPerSecond, rejectOnRateLimit: limits.note },
    });
  const [bot, anyone] = [client(BOT_CALLS_PER_SECOND), client(Infinity)];
  return {
    async call(call) {
      const { method, path, doing, body, files, query, signal } = call;
      const { asBot = true, isTriedOnce = false, timeoutMs = TIMEOUT_MS } = call;
      const request = (stop: AbortSignal) => {
        const rest = asBot ? bot : anyone;
        // The library forgets the token for good when one call is answered 401.
        if (token !== null) rest.setToken(token);
        return rest.request({
          method: METHODS[method],
          fullRoute: path,
          auth: asBot && token !== null,
          signal: stop,
          ...(body === undefined ? {} : { body }),
          ...(files === undefined || files.length === 0 ? {} : { files }),
          ...(query === undefined ? {} : { query }),
        });
      };
      const toError = (error: unknown) => toDiscordError(error, doing);
      signal?.throwIfAborted();
      const beganMs = performance.now();
      try {
        return await endingIn(timeoutMs, signal, (stop) =>
          retrying(() => request(stop), { toError, stop, pausesMs: isTriedOnce ? [] : retryPausesMs }),
        );
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof Late && limits.isLimited(path, beganMs)) throw limitedTooLong(doing, timeoutMs);
        throw toError(error);
      }
    },
  };
}

/**
 * Does a request again, after pauses, while it fails on Discord's side.
 * @throws DiscordError; AbortError
 */
async function retrying<T>(
  request: () => Promise<T>,
  at: { toError(error: unknown): DiscordError; stop: AbortSignal; pausesMs: readonly number[] },
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await request();
    } catch (cause) {
      const error = at.toError(cause);
      const pauseMs = at.pausesMs[attempt];
      if (at.stop.aborted || pauseMs === undefined || !isOnDiscordsSide(error)) throw error;
      await delay(pauseMs, undefined, { signal: at.stop });
    }
  }
}

class Late extends Error {
  override name = "Timeout";
}

/**
 * Does a request in its time, and lets go of it when it is given up: the library's wait for a rate limit does not end with
 * the request's signal.
 * @throws Late; the signal's reason
 */
async function endingIn<T>(
  timeoutMs: number,
  signal: AbortSignal | undefined,
  request: (stop: AbortSignal) => Promise<T>,
): Promise<T> {
  const stop = new AbortController();
  const stopped = Promise.withResolvers<never>();
  stopped.promise.catch(() => undefined);
  const end = (reason: unknown) => {
    stopped.reject(reason);
    stop.abort(reason);
  };
  const onAbort = () => end(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  const timer = setTimeout(() => end(new Late(`no answer within ${Math.round(timeoutMs)} ms`)), timeoutMs);
  try {
    return await Promise.race([request(stop.signal), stopped.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", onAbort);
  }
}
