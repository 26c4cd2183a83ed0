import type { VademecumError } from "../domain/errors.ts";
import { documentError } from "./document-error.ts";

export interface ChildLimits {
  /** Longest time for one file, the start of the child included; where pages are recognised, until the first of them begins. */
  timeoutMs: number;
  /** Longest time from one recognised page to the next, and from the last to the document. */
  pageTimeoutMs: number;
  /** Most resident memory of the child and of those beside it together while it parses. */
  maxRssBytes: number;
  /** A child that has grown beyond this is replaced before the next file. */
  recycleRssBytes: number;
}

export const DEFAULT_CHILD_LIMITS: ChildLimits = {
  timeoutMs: 60_000,
  pageTimeoutMs: 120_000,
  maxRssBytes: 1.5 * 1024 ** 3,
  recycleRssBytes: 300 * 1024 ** 2,
};

const POLL_MS = 50;

/** A promise that rejects as soon as the child breaks a limit or is no longer wanted. */
export function watchChild(at: {
  limits: ChildLimits;
  rssBytes(): number;
  rssOfOthers(): readonly number[];
  signal: AbortSignal | undefined;
}) {
  const { limits, signal } = at;
  const { promise, reject } = Promise.withResolvers<never>();
  // Whoever waits for the answer hears of it; until then, and when nobody does any more, it is not unhandled.
  promise.catch(() => undefined);
  const startClock = (limitMs: number) => setTimeout(() => reject(timeoutError(limitMs)), limitMs);
  let timeout = startClock(limits.timeoutMs);
  const poll = setInterval(() => {
    const own = at.rssBytes();
    const others = at.rssOfOthers();
    const total = others.reduce((sum, bytes) => sum + bytes, own);
    if (total > limits.maxRssBytes && own >= Math.max(0, ...others)) reject(memoryError(limits.maxRssBytes));
  }, POLL_MS);
  const onAbort = () => reject(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  return {
    failed: promise,
    giveTimeForPage() {
      clearTimeout(timeout);
      timeout = startClock(limits.pageTimeoutMs);
    },
    stop() {
      clearTimeout(timeout);
      clearInterval(poll);
      signal?.removeEventListener("abort", onAbort);
    },
  };
}

function timeoutError(timeoutMs: number): VademecumError {
  return documentError({
    code: "DOCUMENT_TIMEOUT",
    message: `reading the file took longer than ${timeoutMs / 1000} s and was stopped`,
    expected: "a document that is read in seconds; one that is not, is broken or made to do harm",
    hint: "open it in another program and save it anew, or remove it from the folder",
  });
}

function memoryError(maxRssBytes: number): VademecumError {
  return documentError({
    code: "DOCUMENT_MEMORY",
    message: `reading the file took more than ${Math.round(maxRssBytes / 1024 ** 2)} MB of memory and was stopped`,
    expected: "a document that fits; one that does not, is huge, broken or made to do harm",
    hint: "open it in another program and save it anew, split it, or remove it from the folder",
  });
}
