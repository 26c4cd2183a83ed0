/**
 * What work comes to by a deadline, null where the deadline came first; the work is aborted then.
 * @param deadlineMs of `performance.now()`
 */
export async function within<T>(
  deadlineMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T | null> {
  const controller = new AbortController();
  const onAbort = () => controller.abort(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  const late = Promise.withResolvers<null>();
  const onLate = () => {
    late.resolve(null);
    controller.abort(new Error("it was not done in time"));
  };
  const timer = setTimeout(onLate, Math.max(0, deadlineMs - performance.now()));
  try {
    return await Promise.race([work(controller.signal), late.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}
