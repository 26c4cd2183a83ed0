/** What admission reads of the ledger of spend. */
export interface SpendReader {
  /** @param day `2026-05-24`, in UTC @returns US dollars */
  spentOn(day: string): number;
}

/** Why no model is asked. */
export type RefusalReason = "budget" | "queue-full" | "cooldown";

/** An answer that may be made; whoever makes it leaves, whatever comes of it. */
export interface Admitted {
  kind: "admitted";
  /**
   * Makes room for the next one. What the answer cost must be in the ledger by then.
   * @param costUsd what it cost, null where that is not known; later calls do nothing
   */
  leave(costUsd: number | null): void;
}

/** An answer that is not made, and when another try may do. */
export interface Refused {
  kind: "refused";
  reason: RefusalReason;
  /** Null where nothing is known of how long answers take. */
  retryAfterMs: number | null;
}

/** The door before the language model. */
export interface Admission {
  /**
   * Waits for a place, first come, first served.
   * @param userId null for somebody unknown, who has no cooldown
   * @throws the signal's reason, where it is aborted before there is a place
   */
  enter(userId: string | null, signal: AbortSignal): Promise<Admitted | Refused>;
  /** How many are inside, and how many wait. */
  load(): { inside: number; waiting: number };
}

export interface AdmissionSetup {
  maxConcurrent: number;
  /** How many may wait. */
  queueLimit: number;
  /** From a user's question to the next one. */
  cooldownMs: number;
  /** For a day in UTC; null for no limit. */
  dailyBudgetUsd: number | null;
  spend: SpendReader;
  /** Milliseconds since 1970. */
  clock: () => number;
}
