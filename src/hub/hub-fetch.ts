import { VademecumError } from "../domain/errors.ts";
import type { Log } from "../domain/log.ts";
import { type Call, type HubRequestInit, mayRepeat, readCall } from "./call.ts";
import { asHubError } from "./call-errors.ts";
import { followRedirects } from "./follow-redirects.ts";
import { explainStatus, HubError } from "./hub-error.ts";
import type { HubLimits } from "./hub-limits.ts";
import { readErrorText } from "./response-body.ts";
import { retryDelayMs } from "./retry-delay.ts";
import { sendOnce } from "./send-once.ts";

const RETRIED_STATUS = new Set([408, 429, 500, 502, 503, 504]);

/** What every call to a Hub needs. */
export interface HubFetchSetup {
  url: string;
  token: string | null;
  log: Log;
  fetch: typeof fetch;
  sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  limits: HubLimits;
}

interface Failure {
  error: HubError;
  again: boolean;
  headers: Headers | null;
}

/**
 * Makes the `fetch` of a Hub.
 * - An attempt ends when no answer begins, or a body is silent, for too long.
 * - Attempts are repeated, a bounded number of times, where that is safe: calls that change nothing or the same thing
 *   twice, and any call that the server says it has not carried out. The wait is the one the Hub asks for.
 * - Redirects are followed here, since the token must not go with them to another origin.
 * - An answer of 400 and more is thrown as `HubError`, which the Hub's own client library passes on.
 */
export function createHubFetch(setup: HubFetchSetup): typeof fetch {
  const { token, log, fetch, sleep, limits } = setup;
  const hubOrigin = new URL(setup.url).origin;

  /** The answer of an attempt, or its error and whether another attempt may follow. */
  async function tryOnce(call: Call): Promise<{ response: Response } | Failure> {
    try {
      const response = await followRedirects({
        call,
        hubOrigin,
        sendOnce: (one, withToken) => sendOnce({ call: one, token: withToken ? token : null, fetch, limits }),
      });
      if (response.status < 400) return { response };
      const { headers } = response;
      const error = explainStatus({
        response,
        url: call.url.href,
        text: await readErrorText(response),
        token,
      });
      return { error, again: mayTryAgain(call, response), headers };
    } catch (error) {
      call.signal.throwIfAborted();
      if (error instanceof VademecumError && !(error instanceof HubError)) throw error; // the content, not the Hub
      const known = asHubError(error, call.url);
      return { error: known, again: known.code !== "HUB_BAD_ANSWER" && mayRepeat(call), headers: null };
    }
  }

  async function hubFetch(input: Parameters<typeof fetch>[0], init: HubRequestInit = {}): Promise<Response> {
    const call = readCall(input, init);
    for (let attempt = 1; ; attempt++) {
      call.signal.throwIfAborted();
      const outcome = await tryOnce(call);
      if ("response" in outcome) return outcome.response;
      const { error, again, headers } = outcome;
      call.signal.throwIfAborted();
      if (!again) throw error;
      const waitMs = retryDelayMs({ attempt, headers, nowMs: Date.now(), random: Math.random() });
      if (attempt >= limits.attempts) {
        throw error.restated({ message: `${error.message}; given up after ${attempt} attempts` });
      }
      if (waitMs > limits.maxDelayMs) throw tooPatient(error, waitMs, limits.maxDelayMs);
      log.warn({ code: error.code, url: error.url, attempt, waitMs: Math.round(waitMs) }, error.message);
      await sleep(waitMs, call.signal);
    }
  }
  return Object.assign(hubFetch, { preconnect: fetch.preconnect });
}

/**
 * A call that must not be carried out twice is repeated only where the server says that it was not: 429, and 503 that says
 * when to come back. A bare 503 also comes from a proxy that lost the answer.
 */
function mayTryAgain(call: Call, response: Response): boolean {
  const { status, headers } = response;
  if (!RETRIED_STATUS.has(status) || call.body instanceof ReadableStream) return false;
  return mayRepeat(call) || status === 429 || (status === 503 && headers.has("Retry-After"));
}

function tooPatient(error: HubError, waitMs: number, maxDelayMs: number): HubError {
  const seconds = Math.ceil(waitMs / 1000);
  return error.restated({
    message: `${error.message}; it asks to wait ${seconds} s`,
    expected: `a wait of at most ${Math.ceil(maxDelayMs / 1000)} s`,
    hint: `run the command again in ${seconds} s`,
  });
}
