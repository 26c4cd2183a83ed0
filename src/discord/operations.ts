import type { UnansweredGroup } from "../records/unanswered.ts";
import type { RevisionDiff } from "../revisions/compare/revision-diff.ts";

/** A published revision as an operator sees it. */
export interface RevisionLine {
  tag: string;
  revision: string;
  createdAt: string;
  documents: number;
  chunks: number;
  isInService: boolean;
  /** What the gate said: null where it has not judged. */
  gatePassed: boolean | null;
  /** Whether it was in service before the one that is now. */
  isPrevious?: boolean;
  /** Whether somebody put it into service though the gate had not passed it; then it may be again. */
  wasForced?: boolean;
  /** What the gate found wrong with it. */
  gateFailures?: string[];
  /** Why it cannot be served, null where it can. */
  problem?: string | null;
}

/** A build of the index on the Hub's machines. */
export interface BuildJob {
  id: string;
  url: string | null;
}

/** What operators do from Discord; each call may take as long as the Hub takes. */
export interface Operations {
  /** The newest first. */
  revisions(signal: AbortSignal): Promise<RevisionLine[]>;
  promote(options: { tag: string; force?: { reason: string }; signal: AbortSignal }): Promise<{
    tag: string;
    before: string | null;
    changed: boolean;
  }>;
  /** @param options.tag null: what was in service before */
  rollback(options: { tag: string | null; signal: AbortSignal }): Promise<{
    tag: string;
    before: string | null;
    changed: boolean;
  }>;
  /**
   * Null for both: what the revision in service changed of the one before it. Null for one: the revision in service stands
   * for it. A revision is its tag or its commit, or a beginning of either that fits only one.
   */
  diff(options: { from: string | null; to: string | null; signal: AbortSignal }): Promise<{
    from: string;
    to: string;
    diff: RevisionDiff;
  }>;
  /** @throws VademecumError `BUILD_RUNNING` where one runs already */
  startBuild(signal: AbortSignal): Promise<BuildJob>;
  /** Resolves when the build has ended, with its last state: `COMPLETED`, `ERROR`, `CANCELED`… */
  followBuild(options: { id: string; onState(state: string): void; signal: AbortSignal }): Promise<{
    state: string;
    /** The last lines of its log. */
    logTail: string[];
  }>;
  unanswered(limit: number): UnansweredGroup[];
  /** Cost in USD and calls of models of each of the last days, the newest first. */
  spend(days: number): { day: string; costUsd: number; answers: number }[];
  /** Per day. */
  budgetUsd: number;
}
