import { listCommits } from "../../hub/list-commits.ts";
import { type IndexRepo, MAIN_BRANCH, placeOf } from "./index-repo.ts";

/** So many commits are looked through for the last change of what is served. */
const SEARCHED_COMMITS = 100;
const PROMOTION = /^Promote idx-/;
const ROLL_BACK = /^Roll back from (idx-\S+) to idx-/;

export const promotionTitle = (tag: string) => `Promote ${tag}`;
export const rollBackTitle = (from: string, to: string) => `Roll back from ${from} to ${to}`;

/**
 * The revision that an operator took out of service by the last change of what is served; null where that was a
 * promotion. A scheduled rebuild of the same documents must not bring it back.
 */
export async function readRolledBackTag(place: IndexRepo): Promise<string | null> {
  const commits = listCommits({ ...placeOf(place), revision: MAIN_BRANCH, limit: SEARCHED_COMMITS });
  for await (const { title } of commits) {
    if (PROMOTION.test(title)) return null;
    const from = ROLL_BACK.exec(title)?.[1];
    if (from !== undefined) return from;
  }
  return null;
}
