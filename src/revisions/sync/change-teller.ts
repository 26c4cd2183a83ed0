import type { Log } from "../../domain/log.ts";
import type { RevisionChanges } from "./compare-in-child.ts";
import { reasonOf } from "./judge-failure.ts";

/** Tells what a swap changed, beside everything else: a large index takes seconds to compare. */
export interface ChangeTeller {
  /** Compares two revisions and then calls `afterwards`, whatever came of it. A comparison that still runs is given up. */
  tell(swap: {
    from: string;
    to: string;
    signal: AbortSignal;
    onChanges(changes: RevisionChanges): void;
    afterwards(): void;
  }): void;
  /** Resolves when nothing is compared any more. */
  settled(): Promise<void>;
}

/** @param compare how the revision `from` differs from `to` */
export function createChangeTeller(
  compare: (from: string, to: string, signal: AbortSignal) => Promise<RevisionChanges>,
  log: Log,
): ChangeTeller {
  let current: { controller: AbortController; done: Promise<void> } | null = null;

  async function work(swap: Parameters<ChangeTeller["tell"]>[0], signal: AbortSignal): Promise<void> {
    const { from, to } = swap;
    if (signal.aborted) return;
    try {
      const changes = await compare(from, to, signal);
      signal.throwIfAborted();
      swap.onChanges(changes);
      log.info({ from, to, ...changes }, "what the new revision changed");
    } catch (error) {
      if (signal.aborted) return;
      log.warn({ from, to, reason: reasonOf(error) }, "what the new revision changed could not be told");
    }
    swap.afterwards();
  }

  return {
    tell(swap) {
      current?.controller.abort();
      const before = current?.done;
      const controller = new AbortController();
      const signal = AbortSignal.any([swap.signal, controller.signal]);
      // One after the other: the one that is given up ends its process first.
      const done = Promise.resolve(before).then(() => work(swap, signal));
      current = { controller, done };
    },
    settled: async () => {
      await current?.done;
    },
  };
}
