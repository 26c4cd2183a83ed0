import { VademecumError } from "../../domain/errors.ts";
import type { FollowError } from "./follower-status.ts";

/**
 * What becomes of a revision that could not be put into service:
 * - `retry`: the way to it failed, or somebody can put it right without publishing again; it is tried again
 * - `wait`: the manifest cannot be followed; it is looked at again when it changes
 * - `refuse`: what was published is bad and stays so; it is never tried again
 */
export type FailureKind = "retry" | "wait" | "refuse";

const REFUSED = new Set([
  "DOWNLOAD_CORRUPT",
  "REVISION_INCOMPLETE",
  "REVISION_MISMATCH",
  "META_INVALID",
  "INDEX_CORRUPT",
  "INDEX_MISMATCH",
  "SMOKE_FAILED",
]);
const WAITING = new Set([
  "NOTHING_PUBLISHED",
  "MANIFEST_NEWER",
  "MANIFEST_INVALID",
  "BUILD_MISSING",
  "BUILD_INVALID",
  "MODEL_MISMATCH",
  "MODEL_MISSING",
  "REVISION_REFUSED",
]);

export function judgeFailure(error: unknown): FailureKind {
  if (!(error instanceof VademecumError)) return "retry";
  if (REFUSED.has(error.code)) return "refuse";
  return WAITING.has(error.code) ? "wait" : "retry";
}

/** First wait after a failure; each further one doubles, up to the longest. */
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;

/** How long to wait after `failures` failures in a row. */
export function retryAfterMs(failures: number, pollMs: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** Math.min(failures - 1, 20), Math.max(LONGEST_RETRY_MS, pollMs));
}

/** What the log says of each. */
export const FAILURE_TEXT = {
  retry: "the revision in service could not be followed; it is tried again",
  wait: "the revision in service cannot be served here; the one before goes on being served",
  refuse: "the revision is refused; the one before goes on being served",
} as const;

/** A failure as the status tells it. */
export function describeFailure(error: unknown, at: Date, failures: number): FollowError {
  const isForeseen = error instanceof VademecumError;
  return {
    at: at.toISOString(),
    code: isForeseen ? error.code : "UNEXPECTED",
    message: reasonOf(error),
    expected: isForeseen ? error.expected : null,
    hint: isForeseen ? error.hint : "this was not foreseen; please report it with the log",
    failures,
  };
}

export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
