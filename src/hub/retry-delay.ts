/** First wait between two attempts; each further one doubles. */
const FIRST_DELAY_MS = 500;

/**
 * How long to wait before the next attempt, in milliseconds: what the Hub asks for where it does (`Retry-After` in
 * seconds or as a date; `RateLimit: "api";r=0;t=55` asks for t + 1 seconds), else exponential back-off of which a random
 * half is left out, so that clients that failed together do not come back together.
 * @param attempt number of attempts made, from 1
 * @param random value in 0..1
 */
export function retryDelayMs(options: {
  attempt: number;
  headers: Headers | null;
  nowMs: number;
  random: number;
}): number {
  const { attempt, headers, nowMs, random } = options;
  const asked = headers ? readRetryAfter(headers, nowMs) : null;
  if (asked !== null) return asked;
  return FIRST_DELAY_MS * 2 ** (attempt - 1) * (0.5 + random / 2);
}

function readRetryAfter(headers: Headers, nowMs: number): number | null {
  const retryAfter = headers.get("Retry-After")?.trim();
  if (retryAfter && /^\d+(\.\d+)?$/.test(retryAfter)) return Number(retryAfter) * 1000;
  const date = retryAfter ? Date.parse(retryAfter) : Number.NaN;
  if (!Number.isNaN(date)) return Math.max(0, date - nowMs);
  const limit = /\br=(\d+)\s*;\s*t=(\d+)/.exec(headers.get("RateLimit") ?? "");
  return limit?.[1] === "0" && limit[2] !== undefined ? (Number(limit[2]) + 1) * 1000 : null;
}
