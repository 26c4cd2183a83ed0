import type { RevisionChanges } from "./compare-in-child.ts";
import type { Refusal } from "./refusals.ts";

/** What keeps the follower from the revision it wants. Times are ISO 8601. */
export interface FollowError {
  at: string;
  code: string;
  message: string;
  expected: string | null;
  hint: string | null;
  /** How often in a row; 0 where it is not tried again before the manifest changes. */
  failures: number;
}

/** How the Space stands to the Hub, for the status page. */
export interface FollowerStatus {
  /** The tag or commit that is served whatever is in service, null where none is. */
  pinned: string | null;
  /** When the Hub last said what is in service, null before that. */
  lastPollAt: string | null;
  /** Since when this process serves what it serves, null before the first. */
  servingSince: string | null;
  /** The revision that is being brought in, and how much of it is here. */
  syncing: { revision: string; tag: string; doneBytes: number; totalBytes: number } | null;
  lastSwap: { at: string; from: string | null; to: string; changes: RevisionChanges | null } | null;
  swaps: number;
  error: FollowError | null;
  refused: Refusal[];
}
