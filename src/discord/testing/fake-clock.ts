import type { Clock } from "../asking/draft-edits.ts";

/** A clock that goes on only when it is told to. */
export interface FakeClock extends Clock {
  /** Lets time pass, and all that waits for a moment in it go on at that moment. */
  pass(ms: number): Promise<void>;
}

export function createFakeClock(): FakeClock {
  let nowMs = 0;
  const waiting: { atMs: number; resolve: () => void }[] = [];
  return {
    nowMs: () => nowMs,
    wait(ms, signal) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ atMs: nowMs + ms, resolve });
      signal.addEventListener("abort", () => resolve());
      return promise;
    },
    async pass(ms) {
      const untilMs = nowMs + ms;
      for (;;) {
        await turns();
        const due = waiting.filter(({ atMs }) => atMs <= untilMs).sort((a, b) => a.atMs - b.atMs)[0];
        if (due === undefined) break;
        waiting.splice(waiting.indexOf(due), 1);
        nowMs = Math.max(nowMs, due.atMs);
        due.resolve();
      }
      nowMs = untilMs;
      await turns();
    },
  };
}

/** What is ready to go on does so. */
async function turns(): Promise<void> {
  for (let i = 0; i < 40; i++) await Promise.resolve();
}
