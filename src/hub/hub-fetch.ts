import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../domain/log.ts";
import { explainStatus, HubError, withoutQuery } from "./hub-error.ts";
import { bufferBody, guardBody } from "./response-body.ts";
import { retryDelayMs } from "./retry-delay.ts";

/** Bounds of every call. */
export interface HubLimits {
  /** Until an answer begins, for each attempt. */
  headersTimeoutMs: number;
  /** Longest silence in the middle of a body. */
  silenceMs: number;
  /** Attempts in all. */
  attempts: number;
  /** A Hub that asks for more patience than this is an error that says so. */
  maxDelayMs: number;
}

const DEFAULT_LIMITS: HubLimits = {
  headersTimeoutMs: 30_000,
  silenceMs: 30_000,
  attempts: 5,
  maxDelayMs: 120_000,
};

const MAX_REDIRECTS = 5;
const RETRIED_STATUS = new Set([408, 429, 500, 502, 503, 504]);
/** A server that answers so has not carried out the call: it may be made again whatever it does. */
const NOT_CARRIED_OUT = new Set([429, 503]);
/** Calls by POST that only ask. */
const ASKING_POST = /\/(preupload\/[^/]+|paths-info(\/[^/]+)?|info\/lfs\/objects\/batch)$/;

/** An upload slower than this is taken for stuck. */
const SLOWEST_UPLOAD_BYTES_PER_SECOND = 64 * 1024;

interface FetchSetup {
  url: string;
  token: string | null;
  log: Log;
  fetch?: typeof fetch;
  sleep?: (ms: number, signal: AbortSignal) => Promise<void>;
  limits?: Partial<HubLimits>;
}

interface Call {
  url: URL;
  method: string;
  headers: Headers;
  body: RequestInit["body"];
  redirect: RequestInit["redirect"];
  signal: AbortSignal;
}

const sleepFor = async (ms: number, signal: AbortSignal) => {
  await delay(ms, undefined, { signal });
};

/**
 * Makes the `fetch` of a Hub.
 * - An attempt ends when no answer begins, or a body is silent, for too long.
 * - Attempts are repeated, a bounded number of times, where that is safe: calls that change nothing or the same thing
 *   twice, and any call that the server says it has not carried out. The wait is the one the Hub asks for.
 * - Redirects are followed here, since the token must not go with them to another origin.
 * - An answer of 400 and more is thrown as `HubError`, which the Hub's own client library passes on.
 */
export function createHubFetch(setup: FetchSetup): typeof fetch {
  const limits = { ...DEFAULT_LIMITS, ...setup.limits };
  const send = setup.fetch ?? fetch;
  const sleep = setup.sleep ?? sleepFor;
  const origin = new URL(setup.url).origin;

  /** One attempt, redirects included. */
  async function attempt(call: Call): Promise<Response> {
    let { url, method, body } = call;
    for (let redirects = 0; ; redirects++) {
      const response = await sendOnce({ ...call, url, method, body });
      const location = response.headers.get("Location");
      const isRedirect = response.status >= 301 && response.status <= 308 && location !== null;
      if (!isRedirect || call.redirect === "manual") return response;
      await response.body?.cancel();
      if (redirects === MAX_REDIRECTS) throw badAnswer(call.url, `more than ${MAX_REDIRECTS} redirects`);
      url = new URL(location, url);
      if (response.status === 303) [method, body] = ["GET", null];
    }
  }

  async function sendOnce(call: Call): Promise<Response> {
    const headers = new Headers(call.headers);
    if (call.url.origin !== origin) headers.delete("Authorization");
    else if (setup.token !== null) headers.set("Authorization", `Bearer ${setup.token}`);
    const controller = new AbortController();
    const timer = setTimeout(
      () => controller.abort(timedOut(call.url, `no answer within ${limits.headersTimeoutMs} ms`)),
      limits.headersTimeoutMs + (bodyBytes(call.body) / SLOWEST_UPLOAD_BYTES_PER_SECOND) * 1000,
    );
    const { method, body } = call;
    try {
      const response = await send(call.url, {
        method,
        headers,
        redirect: "manual",
        signal: AbortSignal.any([call.signal, controller.signal]),
        ...(body === null || body === undefined ? {} : { body }),
      });
      const silent = () => timedOut(call.url, `no data for ${limits.silenceMs} ms`);
      const guarded = guardBody(response, { silenceMs: limits.silenceMs, silent });
      return await bufferBody(guarded, () => badAnswer(call.url, "the body ended too early"));
    } catch (error) {
      call.signal.throwIfAborted();
      throw asHubError(error, call.url);
    } finally {
      clearTimeout(timer);
    }
  }

  /** The answer of an attempt, or its error and whether another attempt may follow. */
  async function tryOnce(call: Call): Promise<{ response: Response } | Failure> {
    const mayRepeat =
      ["GET", "HEAD", "PUT", "DELETE"].includes(call.method) || ASKING_POST.test(call.url.pathname);
    try {
      const response = await attempt(call);
      if (response.status < 400) return { response };
      const error = explainStatus(response, call.url.href, await response.text());
      const again =
        RETRIED_STATUS.has(response.status) && (mayRepeat || NOT_CARRIED_OUT.has(response.status));
      return { error, again, headers: response.headers };
    } catch (error) {
      call.signal.throwIfAborted();
      return { error: asHubError(error, call.url), again: mayRepeat, headers: null };
    }
  }

  async function hubFetch(input: Parameters<typeof fetch>[0], init: RequestInit = {}): Promise<Response> {
    const call = readCall(input, init);
    for (let made = 1; ; made++) {
      call.signal.throwIfAborted();
      const outcome = await tryOnce(call);
      if ("response" in outcome) return outcome.response;
      const { error, again, headers } = outcome;
      if (!again || made >= limits.attempts || call.body instanceof ReadableStream) throw error;
      const waitMs = retryDelayMs({ attempt: made, headers, nowMs: Date.now(), random: Math.random() });
      if (waitMs > limits.maxDelayMs) throw tooPatient(error, waitMs, limits.maxDelayMs);
      setup.log.warn({ code: error.code, url: error.url, attempt: made, waitMs }, error.message);
      await sleep(waitMs, call.signal);
    }
  }
  return Object.assign(hubFetch, { preconnect: send.preconnect });
}

interface Failure {
  error: HubError;
  again: boolean;
  headers: Headers | null;
}

/** Size of what is sent; a stream's is not known and counts as an hour's upload. */
function bodyBytes(body: Call["body"]): number {
  if (body === null || body === undefined) return 0;
  if (typeof body === "string") return Buffer.byteLength(body);
  if (body instanceof Blob) return body.size;
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return body.byteLength;
  return 3600 * SLOWEST_UPLOAD_BYTES_PER_SECOND;
}

function readCall(input: Parameters<typeof fetch>[0], init: RequestInit): Call {
  const request = input instanceof Request ? input : null;
  const url = new URL(request ? request.url : String(input));
  return {
    url,
    method: (init.method ?? request?.method ?? "GET").toUpperCase(),
    headers: new Headers(init.headers ?? request?.headers),
    body: init.body ?? request?.body,
    redirect: init.redirect,
    signal: init.signal ?? new AbortController().signal,
  };
}

function timedOut(url: URL, what: string): HubError {
  return new HubError({
    code: "HUB_TIMEOUT",
    message: `${withoutQuery(url.href)}: ${what}`,
    hint: "check the connection to the Hub (./vade doctor) and run the command again",
    url: url.href,
  });
}

function badAnswer(url: URL, what: string): HubError {
  return new HubError({
    code: "HUB_BAD_ANSWER",
    message: `${withoutQuery(url.href)} gave an answer that cannot be used: ${what}`,
    hint: "run the command again; if it goes on, check that HF_ENDPOINT is a Hub and that no proxy stands between",
    url: url.href,
  });
}

function asHubError(error: unknown, url: URL): HubError {
  if (error instanceof HubError) return error;
  return new HubError({
    code: "HUB_UNREACHABLE",
    message: `${withoutQuery(url.href)} could not be reached: ${error instanceof Error ? error.message : String(error)}`,
    hint: "check the network and HF_ENDPOINT (./vade doctor), then run the command again",
    url: url.href,
    cause: error,
  });
}

function tooPatient(error: HubError, waitMs: number, maxDelayMs: number): HubError {
  return new HubError({
    code: error.code as "HUB_RATE_LIMITED",
    message: `${error.message}; it asks to wait ${Math.ceil(waitMs / 1000)} s`,
    expected: `a wait of at most ${Math.ceil(maxDelayMs / 1000)} s`,
    hint: `run the command again in ${Math.ceil(waitMs / 1000)} s`,
    url: error.url,
    requestId: error.requestId,
    cause: error,
    ...(error.status === null ? {} : { status: error.status }),
  });
}
