/** When each user may ask again. */
export interface Cooldown {
  /** Milliseconds until the user may ask; null where that is now. */
  remainingMs(userId: string): number | null;
  /** The user has asked now. */
  start(userId: string): void;
  /** The question is answered without a model, or withdrawn: it does not count. */
  forget(userId: string): void;
  /** How many users it holds, for tests of its size. */
  size(): number;
}

/** @param clock milliseconds since 1970 */
export function createCooldown(cooldownMs: number, clock: () => number): Cooldown {
  /** In the order of the questions, so that those that are over stand first. */
  const askedAt = new Map<string, number>();

  function sweep(nowMs: number): void {
    for (const [userId, at] of askedAt) {
      if (at + cooldownMs > nowMs) return;
      askedAt.delete(userId);
    }
  }

  return {
    remainingMs(userId) {
      const nowMs = clock();
      sweep(nowMs);
      const at = askedAt.get(userId);
      // A clock that was set back makes nobody wait longer than anybody has to.
      return at === undefined ? null : Math.min(at + cooldownMs - nowMs, cooldownMs);
    },
    start(userId) {
      askedAt.delete(userId);
      if (cooldownMs > 0) askedAt.set(userId, clock());
    },
    forget: (userId) => void askedAt.delete(userId),
    size: () => askedAt.size,
  };
}
