import type { Log } from "../../domain/log.ts";
import type { IndexRepo } from "./index-repo.ts";
import { type IndexState, readIndexState } from "./index-state.ts";
import { publishLost } from "./publish-lost.ts";

/**
 * Reads the state again, of a repo in which what is in service must not have changed since.
 * @param unless a revision that may have come into service meanwhile, since it is the one that is meant to
 * @throws VademecumError `PUBLISH_LOST`
 */
export async function rereadState(
  place: IndexRepo & { log: Log },
  before: IndexState,
  unless?: string,
): Promise<IndexState> {
  const now = await readIndexState(place);
  requireSameService(before, now, unless);
  return now;
}

/** The same of a state that was read already. */
export function requireSameService(before: IndexState, now: IndexState, unless?: string): void {
  const isMeant = unless !== undefined && now.inService?.revision === unless;
  if (now.manifestEtag !== before.manifestEtag && !isMeant) throw publishLost(before, now);
}
