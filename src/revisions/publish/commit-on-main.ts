import type { Log } from "../../domain/log.ts";
import { HubError } from "../../hub/hub-error.ts";
import { type IndexRepo, placeOf } from "./index-repo.ts";
import { type IndexState, readIndexState } from "./index-state.ts";
import { mainTooBusy } from "./publish-lost.ts";

/** How often a commit is tried again where others commit at the same time things that do not matter here. */
const MAX_ATTEMPTS = 6;
/** Wait before the second repetition; the first is at once, and each further one waits longer. */
const WAIT_MS = 250;

/**
 * Makes a commit on exactly the state that it was decided on. Where main has moved meanwhile it is made on the state of
 * then, if it still holds there.
 * @param options.commit makes the commit with the head of the state as its parent
 * @param options.onMoved what the work came to if the state of now has it done already; null to try again; throws where
 * the decision does not hold any more
 * @throws VademecumError `HUB_BUSY` where main never stands still
 */
export async function commitOnMain<T>(
  options: IndexRepo & {
    state: IndexState;
    log: Log;
    commit(state: IndexState): Promise<T>;
    onMoved(now: IndexState, before: IndexState): Promise<T | null>;
  },
): Promise<T> {
  const { log, hub, repo } = options;
  const place = placeOf(options);
  let { state } = options;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    try {
      return await options.commit(state);
    } catch (error) {
      if (!(error instanceof HubError) || error.code !== "HUB_STALE_PARENT") throw error;
      if (attempt > 1) await hub.sleep(WAIT_MS * (attempt - 1), place.signal ?? new AbortController().signal);
      const now = await readIndexState({ ...place, log });
      const done = await options.onMoved(now, state);
      if (done !== null) return done;
      log.info({ attempt, head: now.head }, "main moved by a commit that does not matter here; trying again");
      state = now;
    }
  }
  throw mainTooBusy(repo.name, MAX_ATTEMPTS);
}

/** The parent that a commit on a state names; a repo without commits has none. */
export function parentOf({ head }: IndexState): { parentCommit?: string } {
  return head === null ? {} : { parentCommit: head };
}
