import { type RawFile, REST, RequestMethod } from "discord.js";
import { limitedTooLong, toDiscordError } from "../discord-error.ts";
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
const RETRIES = 2;
/** Of a bot, by Discord's rules; acknowledgements and webhooks of interactions do not count. */
const BOT_CALLS_PER_SECOND = 50;

/** @param options.api without version and slash at the end: `https://discord.com/api` */
export function createDiscordRest({ api, token }: { api: string; token: string | null }): DiscordRest {
  const limits = createRateLimitNotes();
  const clients = (globalRequestsPerSecond: number) => {
    const common = { api, version: "10", timeout: ATTEMPT_TIMEOUT_MS, globalRequestsPerSecond };
    const of = (retries: number) => new REST({ ...common, retries, rejectOnRateLimit: limits.note });
    return { patient: of(RETRIES), once: of(0) };
  };
  const [bot, anyone] = [clients(BOT_CALLS_PER_SECOND), clients(Infinity)];
  return {
    async call(call) {
      const { method, path, doing, body, files, query, signal } = call;
      const { asBot = true, isTriedOnce = false, timeoutMs = TIMEOUT_MS } = call;
      const rest = (asBot ? bot : anyone)[isTriedOnce ? "once" : "patient"];
      // The library forgets the token for good when one call is answered 401.
      if (token !== null) rest.setToken(token);
      const request = (stop: AbortSignal) =>
        rest.request({
          method: METHODS[method],
          fullRoute: path,
          auth: asBot && token !== null,
          signal: stop,
          ...(body === undefined ? {} : { body }),
          ...(files === undefined || files.length === 0 ? {} : { files }),
          ...(query === undefined ? {} : { query }),
        });
      signal?.throwIfAborted();
      const beganMs = performance.now();
      try {
        return await endingIn(timeoutMs, signal, request);
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof Late && limits.isLimited(path, beganMs)) throw limitedTooLong(doing, timeoutMs);
        throw toDiscordError(error, doing);
      }
    },
  };
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
