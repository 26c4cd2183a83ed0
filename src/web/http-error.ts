import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { VademecumError } from "../domain/errors.ts";
import type { Log } from "../domain/log.ts";

const STATUS: Record<string, ContentfulStatusCode> = {
  INPUT_INVALID: 400,
  WEBHOOK_UNAUTHORIZED: 401,
  NOT_FOUND: 404,
  BODY_TOO_LARGE: 413,
  NOT_READY: 503,
  BUSY: 503,
  QUESTION_TIMEOUT: 504,
};
/** Seconds after which a client may ask again. */
const RETRY_AFTER_SECONDS = "2";

/** An error as every route answers it: `{"error": {code, message, expected, hint}}`. */
export function errorResponse(c: Context, thrown: unknown, log: Log): Response {
  const requestId: unknown = c.get("requestId");
  if (!(thrown instanceof VademecumError)) {
    const reason = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    log.error({ requestId, reason }, "a request failed in a way that was not foreseen");
    const message = "the request failed in a way that was not foreseen";
    const hint = `look for request ${String(requestId)} in the log of the Space`;
    return c.json({ error: { code: "UNEXPECTED", message, expected: null, hint } }, 500);
  }
  const { code, message, expected, hint } = thrown;
  const status = STATUS[code] ?? 500;
  if (status === 500) log.error({ requestId, code, reason: message, expected }, "a request failed");
  if (status === 503) c.header("Retry-After", RETRY_AFTER_SECONDS);
  return c.json({ error: { code, message, expected, hint } }, status);
}
