import { z } from "zod";
import type { RecordsDatabase } from "./database.ts";

/** What one answer of a model cost. */
export interface SpendEntry {
  at: Date;
  model: string;
  /** Null where the provider did not say. */
  promptTokens: number | null;
  completionTokens: number | null;
  costUsd: number | null;
}

/** What has been spent on models: what the daily budget is held against. */
export interface SpendLedger {
  /** When it returns, the entry outlives a killed process and a power cut. */
  add(entry: SpendEntry): void;
  /** US dollars spent on a day (`YYYY-MM-DD`, UTC); what cost an unknown amount counts nothing. */
  spentOn(day: string): number;
}

const SumSchema = z.object({ usd: z.number() });

/** The day of a moment, as the ledger counts days: UTC. */
export function spendDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/** @param durable a connection whose writes outlive a power cut: a budget must not be spent twice */
export function createSpendLedger(durable: RecordsDatabase): SpendLedger {
  return {
    add({ at, model, promptTokens, completionTokens, costUsd }) {
      durable.run(
        "INSERT INTO spend (at_ms, day, model, prompt_tokens, completion_tokens, cost_usd) VALUES (?, ?, ?, ?, ?, ?)",
        at.getTime(),
        spendDay(at),
        model,
        promptTokens,
        completionTokens,
        costUsd,
      );
    },
    spentOn: (day) =>
      durable.rows(SumSchema, "SELECT total(cost_usd) AS usd FROM spend WHERE day = ?", day)[0]?.usd ?? 0,
  };
}
