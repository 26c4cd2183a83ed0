/** Ends an attempt that goes silent, or that its caller gave up. */
export interface Watch {
  /** Aborts with the reason that ended the attempt. */
  signal: AbortSignal;
  /** Starts the time anew: for so long may it be silent from now on, before it ends for this reason. */
  expect(withinMs: number, reason: () => unknown): void;
  /** What comes first: the promise, or the end of the attempt (rejected with its reason). */
  race<T>(promise: Promise<T>): Promise<T>;
  /** Ends the attempt: its request is given up where it still runs. */
  stop(): void;
}

/** Watches an attempt. The caller's signal ends it with the caller's reason. */
export function createWatch(caller: AbortSignal): Watch {
  const own = new AbortController();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const { promise: ended, reject } = Promise.withResolvers<never>();
  ended.catch(() => undefined); // it is nobody's fault where nobody waits
  const onEnd = () => reject(own.signal.reason);
  own.signal.addEventListener("abort", onEnd, { once: true });
  const onCaller = () => own.abort(caller.reason);
  if (caller.aborted) onCaller();
  else caller.addEventListener("abort", onCaller, { once: true });

  const clear = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  return {
    signal: own.signal,
    expect(withinMs, reason) {
      clear();
      timer = setTimeout(() => own.abort(reason()), withinMs);
    },
    race(promise) {
      promise.catch(() => undefined); // what comes of it after the end is of no interest
      return Promise.race([promise, ended]);
    },
    stop() {
      clear();
      caller.removeEventListener("abort", onCaller);
      own.signal.removeEventListener("abort", onEnd);
      own.abort();
    },
  };
}
