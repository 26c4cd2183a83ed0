import type { RateLimitData } from "discord.js";

/** What Discord limits now, as far as calls have met it. */
export interface RateLimitNotes {
  /** Takes note of a limit; in the place where the library asks whether to give up for it, which is answered no. */
  note(limit: NotedLimit): boolean;
  /** Whether a call of this path that began then has had a limit to wait for. */
  isLimited(path: string, sinceMs: number): boolean;
}

export type NotedLimit = Pick<
  RateLimitData,
  "global" | "majorParameter" | "url" | "timeToReset" | "retryAfter"
>;

/** @param now milliseconds */
export function createRateLimitNotes(now = () => performance.now()): RateLimitNotes {
  let limits: { limit: NotedLimit; untilMs: number }[] = [];
  return {
    note(limit) {
      limits = limits.filter(({ untilMs }) => untilMs > now());
      limits.push({ limit, untilMs: now() + Math.max(limit.timeToReset, limit.retryAfter) });
      return false;
    },
    isLimited: (path, sinceMs) =>
      limits.some(({ limit, untilMs }) => untilMs > sinceMs && concerns(limit, path)),
  };
}

/** Discord counts by the channel, guild or webhook that a path names, or by the path. */
function concerns({ global, majorParameter, url }: NotedLimit, path: string): boolean {
  const isNamed = /^\d{17,19}/.test(majorParameter);
  return global || (isNamed ? path.includes(majorParameter) : url.includes(path));
}
