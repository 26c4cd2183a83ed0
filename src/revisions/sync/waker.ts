/** A sleep that can be ended from outside. */
export interface Waker {
  /** Forgets earlier wakes: what follows sees what they were about. */
  reset(): void;
  /** Ends the sleep, or the next one where nobody sleeps. */
  wake(): void;
  /** Sleeps for `ms`, until woken or until the signal aborts; never rejects. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

export function createWaker(): Waker {
  let isWoken = false;
  let end: (() => void) | null = null;
  return {
    reset() {
      isWoken = false;
    },
    wake() {
      isWoken = true;
      end?.();
    },
    async sleep(ms, signal) {
      if (isWoken || signal.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const timer = setTimeout(resolve, ms);
      const onAbort = () => resolve();
      signal.addEventListener("abort", onAbort, { once: true });
      end = resolve;
      await promise;
      end = null;
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    },
  };
}
