import type { SpendReader } from "./admission.ts";

const DAY_MS = 86_400_000;
/** How much the last answer weighs in what the next one is thought to cost. */
const LAST_WEIGHT = 0.2;

/** What may be spent in a day. */
export interface Budget {
  /** Milliseconds until there is a new budget; null while there is something left of today's. */
  exhaustedForMs(inside: number): number | null;
  /** Learns what an answer costs. */
  learn(costUsd: number | null): void;
}

/**
 * The budget of a day in UTC. The answers under way have not been paid for yet: each counts for what answers have cost on
 * average, so that many at once do not overdraw the budget by much.
 */
export function createBudget(options: {
  dailyBudgetUsd: number | null;
  spend: SpendReader;
  clock: () => number;
}): Budget {
  const { dailyBudgetUsd, spend, clock } = options;
  let usualCostUsd: number | null = null;
  return {
    exhaustedForMs(inside) {
      if (dailyBudgetUsd === null) return null;
      const nowMs = clock();
      const spentUsd = spend.spentOn(new Date(nowMs).toISOString().slice(0, 10));
      if (spentUsd + inside * (usualCostUsd ?? 0) < dailyBudgetUsd) return null;
      return DAY_MS - (nowMs % DAY_MS);
    },
    learn(costUsd) {
      if (costUsd === null) return;
      usualCostUsd = mix(usualCostUsd, costUsd);
    },
  };
}

/** A mean that forgets slowly; its first value is taken as it is. */
export function mix(mean: number | null, value: number): number {
  return mean === null ? value : mean + (value - mean) * LAST_WEIGHT;
}
