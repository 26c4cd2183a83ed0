/** How far the clock of the sender may be from this one, either way. */
export const MAX_AGE_MS = 5 * 60_000;

/** Takes each signed request once. */
export interface ReplayGuard {
  /**
   * Whether this request may be taken: its timestamp is of the last five minutes and not from before this process began to
   * listen, and it was not taken before.
   * @param timestamp seconds since 1970, as it was signed
   */
  accept(timestamp: string, signature: string): boolean;
}

/**
 * Makes a guard. What another process took before this one began it cannot know; so whatever was signed before then is
 * refused, and a request can't be played again across a restart, which takes longer than the one second that timestamps leave
 * open.
 * @param now milliseconds since 1970
 */
export function createReplayGuard(now: () => number): ReplayGuard {
  // Timestamps are whole seconds: one of the very second in which it began may be the first to come.
  const beganAtSeconds = Math.floor(now() / 1000);
  const seen = new Map<string, number>();
  const sweep = () => {
    for (const [signature, signedMs] of seen) {
      if (Math.abs(now() - signedMs) > MAX_AGE_MS) seen.delete(signature);
    }
  };
  return {
    accept(timestamp, signature) {
      if (!/^\d{1,12}$/.test(timestamp)) return false;
      const seconds = Number(timestamp);
      if (seconds < beganAtSeconds || Math.abs(now() - seconds * 1000) > MAX_AGE_MS) return false;
      if (seen.has(signature)) return false;
      sweep();
      seen.set(signature, seconds * 1000);
      return true;
    },
  };
}
