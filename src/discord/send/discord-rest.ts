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

/** @param options.api without version and slash at the end: `https://discord.com/api` */
export function createDiscordRest(options: { api: string; token: string | null }): DiscordRest {
  const common = { api: options.api, version: "10", timeout: ATTEMPT_TIMEOUT_MS };
  const [patient, once] = [new REST({ ...common, retries: RETRIES }), new REST({ ...common, retries: 0 })];
  if (options.token !== null) for (const rest of [patient, once]) rest.setToken(options.token);
  return {
    async call(call) {
      const { method, path, doing, body, files, query, signal } = call;
      const { asBot = true, isTriedOnce = false, timeoutMs = TIMEOUT_MS } = call;
      signal?.throwIfAborted();
      const limit = AbortSignal.timeout(timeoutMs);
      const stop = signal ? AbortSignal.any([signal, limit]) : limit;
      // A wait for a rate limit does not end with the signal: whoever waits must not wait on for it.
      const stopped = Promise.withResolvers<never>();
      stopped.promise.catch(() => undefined);
      const onStop = () => stopped.reject(stop.reason);
      stop.addEventListener("abort", onStop, { once: true });
      try {
        const asked = (isTriedOnce ? once : patient).request({
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
