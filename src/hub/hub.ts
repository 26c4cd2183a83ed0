import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../domain/log.ts";
import { createHubFetch } from "./hub-fetch.ts";
import { DEFAULT_LIMITS, type HubLimits } from "./hub-limits.ts";

/** A Hub to talk to. Every function of this folder takes one. */
export interface Hub {
  /** Origin, without a slash at the end. */
  readonly url: string;
  readonly token: string | null;
  /**
   * `fetch` with the rules that every call to a Hub keeps: time-outs, bounded retries, typed errors, and the token for
   * the Hub's own origin only. It is also what the Hub's own client library is given.
   */
  readonly fetch: typeof fetch;
  readonly log: Log;
  readonly limits: HubLimits;
  /** Waits between two attempts; rejects with the signal's reason when it aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface HubOptions {
  url: string;
  token: string | null;
  log: Log;
  fetch?: typeof fetch;
  sleep?: Hub["sleep"];
  limits?: Partial<HubLimits>;
}

/** Makes the connection; nothing is asked of the Hub yet. */
export function createHub(options: HubOptions): Hub {
  const url = options.url.replace(/\/+$/, "");
  const { token, log, sleep = sleepFor } = options;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const hubFetch = createHubFetch({ url, token, log, sleep, limits, fetch: options.fetch ?? fetch });
  return { url, token, log, limits, sleep, fetch: hubFetch };
}

async function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** A repository: `{ type: "dataset", name: "owner/rag-index" }`. */
export interface Repo {
  type: "dataset" | "model" | "space";
  name: string;
}

/** What a call of the library is given: where, as whom, and by which `fetch`. The signal ends the call at any moment. */
export function libraryParams(hub: Hub, signal?: AbortSignal) {
  return {
    hubUrl: hub.url,
    fetch: signal ? fetchWithSignal(hub.fetch, signal) : hub.fetch,
    ...(hub.token === null ? {} : { accessToken: hub.token }),
  };
}

function fetchWithSignal(inner: typeof fetch, signal: AbortSignal): typeof fetch {
  const call = (input: Parameters<typeof fetch>[0], init?: RequestInit) =>
    inner(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, signal]) : signal });
  return Object.assign(call, { preconnect: inner.preconnect });
}

/** URL of a repository's API: `<hub>/api/datasets/owner/name/<path>`; each part of the path is encoded. */
export function apiUrl(hub: Hub, repo: Repo, ...path: string[]): string {
  return [`${hub.url}/api/${repo.type}s/${repo.name}`, ...path.map(encodeURIComponent)].join("/");
}

/** URL of a file at a revision. Models have no prefix. */
export function resolveUrl(hub: Hub, repo: Repo, revision: string, path: string): string {
  const prefix = repo.type === "model" ? "" : `${repo.type}s/`;
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  return `${hub.url}/${prefix}${repo.name}/resolve/${encodeURIComponent(revision)}/${encoded}`;
}
