import type { Admission, AdmissionSetup, Admitted, RefusalReason, Refused } from "./admission.ts";
import { createBudget, mix } from "./budget.ts";
import { createCooldown } from "./cooldown.ts";

/** Somebody in the queue. */
interface Waiting {
  userId: string | null;
  /** Ends the wait; it stands in the queue no more. */
  settle(outcome: Admitted | Refused): void;
  fail(error: unknown): void;
}

/**
 * Limits what the language model is asked: so many answers at once, so many that wait, one question a user in a while, so
 * much money a day. The budget is looked at again when the wait is over.
 */
export function createAdmission(setup: AdmissionSetup): Admission {
  const { maxConcurrent, queueLimit, cooldownMs, clock } = setup;
  const budget = createBudget(setup);
  const cooldown = createCooldown(cooldownMs, clock);
  const queue: Waiting[] = [];
  let inside = 0;
  let usualMs: number | null = null;

  const refuse = (reason: RefusalReason, retryAfterMs: number | null): Refused => ({
    kind: "refused",
    reason,
    retryAfterMs,
  });

  function admit(): Admitted {
    inside++;
    const enteredAt = clock();
    let hasLeft = false;
    return {
      kind: "admitted",
      leave(costUsd) {
        if (hasLeft) return;
        hasLeft = true;
        inside--;
        budget.learn(costUsd);
        usualMs = mix(usualMs, Math.max(0, clock() - enteredAt));
        fill();
      },
    };
  }

  /** Lets in those who wait, as far as there is room. */
  function fill(): void {
    while (inside < maxConcurrent) {
      const next = queue.shift();
      if (!next) return;
      try {
        const refusal = checkBudget();
        if (refusal && next.userId !== null) cooldown.forget(next.userId);
        next.settle(refusal ?? admit());
      } catch (error) {
        next.fail(error); // the ledger could not be read, which is no fault of the one who leaves
      }
    }
  }

  function checkBudget(): Refused | null {
    const waitMs = budget.exhaustedForMs(inside);
    return waitMs === null ? null : refuse("budget", waitMs);
  }

  function checkCooldown(userId: string | null): Refused | null {
    if (userId === null || cooldownMs === 0) return null;
    const waitMs = cooldown.remainingMs(userId);
    if (waitMs !== null) return refuse("cooldown", waitMs);
    // Who waits longer than the cooldown does not get a second place in the queue by it.
    return queue.some((waiting) => waiting.userId === userId) ? refuse("cooldown", cooldownMs) : null;
  }

  /** One place is free after the time that an answer takes, shared among those who are inside. */
  function checkQueue(): Refused | null {
    if (inside < maxConcurrent || queue.length < queueLimit) return null;
    return refuse("queue-full", usualMs === null ? null : Math.ceil(usualMs / maxConcurrent));
  }

  function wait(userId: string | null, signal: AbortSignal): Promise<Admitted | Refused> {
    const { promise, resolve, reject } = Promise.withResolvers<Admitted | Refused>();
    const onAbort = (): void => {
      queue.splice(queue.indexOf(waiting), 1);
      if (userId !== null) cooldown.forget(userId);
      reject(signal.reason);
    };
    const waiting: Waiting = {
      userId,
      settle(outcome) {
        signal.removeEventListener("abort", onAbort);
        resolve(outcome);
      },
      fail(error) {
        signal.removeEventListener("abort", onAbort);
        reject(error);
      },
    };
    queue.push(waiting);
    signal.addEventListener("abort", onAbort, { once: true });
    return promise;
  }

  return {
    async enter(userId, signal) {
      signal.throwIfAborted();
      const refusal = checkBudget() ?? checkCooldown(userId) ?? checkQueue();
      if (refusal) return refusal;
      if (userId !== null) cooldown.start(userId);
      return inside < maxConcurrent ? admit() : await wait(userId, signal);
    },
    load: () => ({ inside, waiting: queue.length }),
  };
}
