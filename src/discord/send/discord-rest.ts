import { type RawFile, REST, RequestMethod } from "discord.js";
import { toDiscordError } from "../discord-error.ts";

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

/** @param options.api without version and slash at the end: `https://discord.com/api` */
export function createDiscordRest(options: { api: string; token: string | null }): DiscordRest {
  const rest = new REST({ api: options.api, version: "10", retries: RETRIES, timeout: ATTEMPT_TIMEOUT_MS });
  if (options.token !== null) rest.setToken(options.token);
  return {
    async call({ method, path, doing, body, files, query, asBot = true, timeoutMs = TIMEOUT_MS, signal }) {
      signal?.throwIfAborted();
      const limit = AbortSignal.timeout(timeoutMs);
      const stop = signal ? AbortSignal.any([signal, limit]) : limit;
      // A wait for a rate limit does not end with the signal: whoever waits must not wait on for it.
      const stopped = Promise.withResolvers<never>();
      stopped.promise.catch(() => undefined);
      const onStop = () => stopped.reject(stop.reason);
      stop.addEventListener("abort", onStop, { once: true });
      try {
        const asked = rest.request({
          method: METHODS[method],
          fullRoute: path,
          auth: asBot && options.token !== null,
          signal: stop,
          ...(body === undefined ? {} : { body }),
          ...(files === undefined || files.length === 0 ? {} : { files }),
          ...(query === undefined ? {} : { query }),
        });
        return await Promise.race([asked, stopped.promise]);
      } catch (error) {
        signal?.throwIfAborted();
        throw toDiscordError(error, doing);
      } finally {
        stop.removeEventListener("abort", onStop);
      }
    },
  };
}
