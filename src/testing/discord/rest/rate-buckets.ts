import { createHash } from "node:crypto";
import type { RateLimit, Route } from "./rest-request.ts";

/** Discord's limit of all requests of a bot. */
const GLOBAL: RateLimit = { limit: 50, windowMs: 1000 };

export interface RateAnswer {
  headers: Record<string, string>;
  /** Null: the request may pass. */
  refused: { retryAfterMs: number; scope: "user" | "global" } | null;
}

interface Bucket {
  left: number;
  resetsAtMs: number;
}

/** Counts requests as Discord does: by route and by the channel, guild or webhook of the path, and all together. */
export function createRateBuckets(clockMs: () => number = () => performance.now()) {
  const buckets = new Map<string, Bucket>();

  function take(key: string, { limit, windowMs }: RateLimit): Bucket & { isRefused: boolean } {
    const now = clockMs();
    let bucket = buckets.get(key);
    if (!bucket || bucket.resetsAtMs <= now) {
      bucket = { left: limit, resetsAtMs: now + windowMs };
      buckets.set(key, bucket);
    }
    const isRefused = bucket.left === 0;
    if (!isRefused) bucket.left--;
    return { ...bucket, isRefused };
  }

  return {
    take(route: Route, params: Readonly<Record<string, string>>): RateAnswer {
      if (route.needsToken) {
        const all = take("global", GLOBAL);
        if (all.isRefused) return refuse(all.resetsAtMs - clockMs(), "global", {});
      }
      if (route.rateLimit === null) return { headers: {}, refused: null };
      const major = [params["channel"], params["guild"], params["webhook"], params["token"]].join("/");
      const name = `${route.method} ${route.path}`;
      const bucket = take(`${name} ${major}`, route.rateLimit);
      const afterMs = Math.max(0, bucket.resetsAtMs - clockMs());
      const headers = {
        "x-ratelimit-limit": String(route.rateLimit.limit),
        "x-ratelimit-remaining": String(bucket.left),
        "x-ratelimit-reset": ((Date.now() + afterMs) / 1000).toFixed(3),
        "x-ratelimit-reset-after": (afterMs / 1000).toFixed(3),
        "x-ratelimit-bucket": createHash("md5").update(name).digest("hex"),
      };
      return bucket.isRefused ? refuse(afterMs, "user", headers) : { headers, refused: null };
    },
  };
}

function refuse(retryAfterMs: number, scope: "user" | "global", headers: Record<string, string>): RateAnswer {
  return { headers: { ...headers, ...rateHeaders(retryAfterMs, scope) }, refused: { retryAfterMs, scope } };
}

export function rateHeaders(
  retryAfterMs: number,
  scope: "user" | "global" | "shared",
): Record<string, string> {
  return {
    "retry-after": (retryAfterMs / 1000).toFixed(3),
    "x-ratelimit-scope": scope,
    ...(scope === "global" ? { "x-ratelimit-global": "true" } : {}),
  };
}

export function rateBody(retryAfterMs: number, scope: "user" | "global" | "shared"): Record<string, unknown> {
  return {
    message: scope === "shared" ? "The resource is being rate limited." : "You are being rate limited.",
    retry_after: Number((retryAfterMs / 1000).toFixed(3)),
    global: scope === "global",
  };
}
