import { type AnnounceSwapOptions, announceSwap } from "../discord/announce/announce-swap.ts";
import type { Swap } from "../discord/announce/swap-message.ts";
import type { Log } from "../domain/log.ts";
import type { Manifest } from "../domain/manifest.ts";
import { readVerdict } from "../revisions/publish/verdicts.ts";
import { diffInChild } from "../revisions/sync/diff-in-child.ts";
import type { IndexRepo } from "../revisions/sync/revision-source.ts";

/** A revision that is or was served, and the folder of its files. */
export interface ServedRevision {
  manifest: Manifest;
  dir: string;
}

export interface AnnouncerOptions extends Omit<AnnounceSwapOptions, "swap" | "signal"> {
  /** The Hub, for what the gate said. */
  connect(): Promise<IndexRepo>;
}

/**
 * Makes what tells the servers of a swap: to be called after each one, with both folders still there. It waits for nothing
 * that answers questions, and never throws.
 */
export function createAnnouncer(options: AnnouncerOptions) {
  const { connect, log, records, ...rest } = options;
  return async (swap: {
    before: ServedRevision | null;
    after: ServedRevision;
    signal: AbortSignal;
  }): Promise<void> => {
    const { before, after, signal } = swap;
    // What is in service at the first start is nobody's change.
    if (before === null || before.manifest.revision === after.manifest.revision) return;
    try {
      if (records.guilds.announceChannels().length === 0) return;
      const [diff, gate] = await Promise.all([
        attempt(() => diffInChild(before.dir, after.dir, signal), log, "what a swap changed cannot be told"),
        attempt(
          async () => readVerdict({ ...(await connect()), signal }, after.manifest.tag),
          log,
          "what the gate said of a revision cannot be told",
        ),
      ]);
      signal.throwIfAborted();
      const told: Swap = { from: before.manifest, to: after.manifest, diff, gate };
      const { told: guilds, failed } = await announceSwap({ ...rest, records, log, swap: told, signal });
      log.info({ tag: after.manifest.tag, guilds, failed }, "a swap was announced in Discord");
    } catch (error) {
      if (!signal.aborted) log.error({ reason: String(error) }, "a swap could not be announced in Discord");
    }
  };
}

/** Null, and a word in the log, where it does not work: a swap is told of all the same. */
async function attempt<T>(work: () => Promise<T>, log: Log, otherwise: string): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    log.warn({ reason: String(error) }, otherwise);
    return null;
  }
}
