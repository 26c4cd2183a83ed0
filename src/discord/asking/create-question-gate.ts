import type { GateRefusal, QuestionGate } from "./question-gate.ts";

export interface QuestionGateLimits {
  /** Pause of a member between two questions, where the guild has none of its own. */
  cooldownMs: number;
  /** Questions at the same time in a guild; the rest of it waits. */
  guildConcurrent: number;
  /** Questions that may wait in a guild. */
  guildWaiting: number;
  /** Questions at the same time in all, and that may wait in all. */
  concurrent: number;
  waiting: number;
}

export const DEFAULT_GATE_LIMITS: QuestionGateLimits = {
  cooldownMs: 3_000,
  guildConcurrent: 8,
  guildWaiting: 64,
  concurrent: 32,
  waiting: 256,
};

interface Waiting {
  guild: string;
  admit(): void;
}

/**
 * Makes a gate. Direct messages count as a guild of their own each.
 * @param options.signal aborted when no more questions are taken
 * @param options.now milliseconds
 */
export function createQuestionGate(options: {
  limits?: Partial<QuestionGateLimits>;
  signal: AbortSignal;
  now?: () => number;
}): QuestionGate {
  const { signal: stopping, now = () => performance.now() } = options;
  const limits = { ...DEFAULT_GATE_LIMITS, ...options.limits };
  /** Members that have a question in, waiting ones included. */
  const asking = new Set<string>();
  /** When a member may ask again. */
  const freeAtMs = new Map<string, number>();
  const inside = new Map<string, number>();
  const queue: Waiting[] = [];
  let total = 0;

  const hasRoom = (guild: string) =>
    total < limits.concurrent && (inside.get(guild) ?? 0) < limits.guildConcurrent;

  function take(guild: string): void {
    total += 1;
    inside.set(guild, (inside.get(guild) ?? 0) + 1);
  }

  function giveBack(guild: string): void {
    total -= 1;
    const left = (inside.get(guild) ?? 1) - 1;
    if (left > 0) inside.set(guild, left);
    else inside.delete(guild);
    admitNext();
  }

  /** First come, first served; a guild that is full lets others pass. */
  function admitNext(): void {
    for (let next = findNext(); next !== -1; next = findNext()) {
      const [waiting] = queue.splice(next, 1);
      if (waiting === undefined) return;
      take(waiting.guild);
      waiting.admit();
    }
  }

  const findNext = () => queue.findIndex(({ guild }) => hasRoom(guild));

  function cooldownOf(userId: string): number {
    const freeAt = freeAtMs.get(userId);
    if (freeAt === undefined) return 0;
    const left = freeAt - now();
    if (left <= 0) freeAtMs.delete(userId);
    return Math.max(0, left);
  }

  function sweepCooldowns(): void {
    for (const userId of freeAtMs.keys()) cooldownOf(userId);
  }

  function refusalFor(userId: string, guild: string): GateRefusal | null {
    if (stopping.aborted) return { kind: "stopping" };
    const retryAfterMs = cooldownOf(userId);
    if (retryAfterMs > 0) return { kind: "cooldown", retryAfterMs };
    // One that is still being answered: how long that takes nobody knows.
    if (asking.has(userId)) return { kind: "cooldown", retryAfterMs: Math.max(1000, limits.cooldownMs) };
    if (hasRoom(guild)) return null;
    if (queue.filter((waiting) => waiting.guild === guild).length >= limits.guildWaiting)
      return { kind: "guild-busy" };
    return queue.length >= limits.waiting ? { kind: "busy" } : null;
  }

  async function waitForPlace(guild: string, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting: Waiting = { guild, admit: resolve };
    const onAbort = () => {
      const at = queue.indexOf(waiting);
      if (at === -1) return; // it was admitted a moment before
      queue.splice(at, 1);
      reject(signal.aborted ? signal.reason : new GateStopped());
    };
    queue.push(waiting);
    signal.addEventListener("abort", onAbort, { once: true });
    stopping.addEventListener("abort", onAbort, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener("abort", onAbort);
      stopping.removeEventListener("abort", onAbort);
    }
  }

  return {
    async enter({ userId, guildId, cooldownMs = limits.cooldownMs }, signal) {
      signal.throwIfAborted();
      const guild = guildId ?? `direct:${userId}`;
      const refusal = refusalFor(userId, guild);
      if (refusal !== null) return { kind: "refused", refusal };
      asking.add(userId);
      try {
        if (hasRoom(guild)) take(guild);
        else await waitForPlace(guild, signal);
      } catch (error) {
        asking.delete(userId);
        if (error instanceof GateStopped) return { kind: "refused", refusal: { kind: "stopping" } };
        throw error;
      }
      let isInside = true;
      return {
        kind: "admitted",
        leave() {
          if (!isInside) return;
          isInside = false;
          asking.delete(userId);
          sweepCooldowns();
          if (cooldownMs > 0) freeAtMs.set(userId, now() + cooldownMs);
          giveBack(guild);
        },
      };
    },
  };
}

class GateStopped extends Error {}
