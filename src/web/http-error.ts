import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { VademecumError } from "../domain/errors.ts";
import type { Log } from "../domain/log.ts";

const STATUS: Record<string, ContentfulStatusCode> = {
  INPUT_INVALID: 400,
  DOCUMENT_UNKNOWN: 400,
  WEBHOOK_UNAUTHORIZED: 401,
  NOT_FOUND: 404,
  BODY_TOO_LARGE: 413,
  NOT_READY: 503,
  BUSY: 503,
  QUESTION_TIMEOUT: 504,
};
/** Seconds after which a client may ask again. */
const RETRY_AFTER_SECONDS = "2";

/** An error as every route tells it, and the status that goes with it. What was not foreseen is logged. */
export function describeError(
  thrown: unknown,
  requestId: unknown,
  log: Log,
): { status: ContentfulStatusCode; body: { error: object } } {
  if (!(thrown instanceof VademecumError)) {
    const reason = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    log.error({ requestId, reason }, "a request failed in a way that was not foreseen");
    const message = "the request failed in a way that was not foreseen";
    const hint = `look for request ${String(requestId)} in the log of the Space`;
    return { status: 500, body: { error: { code: "UNEXPECTED", message, expected: null, hint } } };
  }
  const { code, message, expected, hint } = thrown;
  const status = STATUS[code] ?? 500;
  if (status === 500) log.error({ requestId, code, reason: message, expected }, "a request failed");
  return { status, body: { error: { code, message, expected, hint } } };
}

/** The same as an answer: `{"error": {code, message, expected, hint}}`. */
export function errorResponse(c: Context, thrown: unknown, log: Log): Response {
  const { status, body } = describeError(thrown, c.get("requestId"), log);
  if (status === 503) c.header("Retry-After", RETRY_AFTER_SECONDS);
  return c.json(body, status);
}
