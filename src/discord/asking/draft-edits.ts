import { setTimeout as delay } from "node:timers/promises";

/** Discord's own limit for edits of a message that do not slow others down. */
const EVERY_MS = 1000;
/** After so many failures one after another, nobody is shown drafts any more. */
const MAX_FAILURES = 3;

export interface Clock {
  nowMs(): number;
  /** Resolves early where the signal is aborted. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

const REAL_CLOCK: Clock = {
  nowMs: () => performance.now(),
  wait: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
};

/** Shows an answer while it is written. */
export interface DraftEdits {
  /** Takes all that has been written so far; what cannot be shown yet is replaced by what comes next. */
  write(text: string): void;
  /** Shows nothing more; resolves when an edit under way has ended and the next one may be made. */
  settle(): Promise<void>;
}

/**
 * Makes at most one edit a second, one at a time, always of the newest text. An edit that fails loses nothing: the next
 * one has all of its text, and the settled answer does not come from here.
 */
export function createDraftEdits(options: {
  show(text: string): Promise<void>;
  onError(error: unknown): void;
  everyMs?: number;
  clock?: Clock;
}): DraftEdits {
  const { show, onError, everyMs = EVERY_MS, clock = REAL_CLOCK } = options;
  const settled = new AbortController();
  let next: string | null = null;
  let showing: Promise<void> | null = null;
  let lastMs = Number.NEGATIVE_INFINITY;
  let failures = 0;

  async function waitForTurn(signal: AbortSignal): Promise<void> {
    const waitMs = lastMs + everyMs - clock.nowMs();
    if (waitMs > 0) await clock.wait(waitMs, signal);
  }

  async function showAll(): Promise<void> {
    while (next !== null && failures < MAX_FAILURES) {
      await waitForTurn(settled.signal);
      if (settled.signal.aborted) return;
      const text = next;
      next = null;
      try {
        await show(text);
        failures = 0;
      } catch (error) {
        failures += 1;
        onError(error);
      }
      // From its end on: one that was long on its way would stand too close before the next.
      lastMs = clock.nowMs();
    }
    showing = null;
  }

  return {
    write(text) {
      if (text === "" || settled.signal.aborted || failures >= MAX_FAILURES) return;
      next = text;
      showing ??= showAll();
    },
    async settle() {
      settled.abort();
      await showing;
      await waitForTurn(new AbortController().signal);
    },
  };
}
