import { listCommits } from "../../hub/list-commits.ts";
import { type IndexRepo, MAIN_BRANCH, placeOf } from "./index-repo.ts";

/** So many commits are looked through for the last change of what is served. */
const SEARCHED_COMMITS = 100;
const PROMOTION = /^Promote idx-/;
const ROLL_BACK = /^Roll back from (idx-\S+) to (idx-\S+)$/;

interface RollBack {
  from: string;
  to: string;
}

export const promotionTitle = (tag: string) => `Promote ${tag}`;
export const rollBackTitle = (from: string, to: string) => `Roll back from ${from} to ${to}`;

/**
 * The revision that an operator took out of service by the last change of what is served; null where that was a
 * promotion, or a roll-back that undid the one before it. A scheduled rebuild of the same documents must not bring it back.
 */
export async function readRolledBackTag(place: IndexRepo): Promise<string | null> {
  let last: RollBack | null = null;
  let later: RollBack | null = null;
  let undoings = 0;
  const commits = listCommits({ ...placeOf(place), revision: MAIN_BRANCH, limit: SEARCHED_COMMITS });
  for await (const { title } of commits) {
    if (PROMOTION.test(title)) break;
    const [, from, to] = ROLL_BACK.exec(title) ?? [];
    if (from === undefined || to === undefined) continue;
    if (later && (later.from !== to || later.to !== from)) break;
    if (later) undoings++;
    later = { from, to };
    last ??= later;
  }
  // Of two that undo each other nothing is left.
  return last && undoings % 2 === 0 ? last.from : null;
}
