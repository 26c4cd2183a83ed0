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
  /** When it returns, the entry outlives a killed process; a moment later, a power cut. */
  add(entry: SpendEntry): void;
  /** US dollars spent on a day (`YYYY-MM-DD`, UTC); what cost an unknown amount counts nothing. */
  spentOn(day: string): number;
  /** Cost and calls of models on each of the days (`YYYY-MM-DD`, UTC) up to and with the one of `until`, newest first. */
  lastDays(count: number, until: Date): SpentDay[];
}

export interface SpentDay {
  day: string;
  costUsd: number;
  calls: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const SumSchema = z.object({ usd: z.number() });
const DaySchema = z.object({ day: z.string(), costUsd: z.number(), calls: z.number() });

/** The day of a moment, as the ledger counts days: UTC. */
export function spendDay(at: Date): string {
  return at.toISOString().slice(0, 10);
}

/**
 * @param at.fast a connection that does not wait for the disk, for which every member would wait with each answer
 * @param at.syncSoon brings what was written onto the disk: a budget must not be spent twice
 */
export function createSpendLedger({
  fast,
  syncSoon,
}: {
  fast: RecordsDatabase;
  syncSoon: () => void;
}): SpendLedger {
  return {
    add({ at, model, promptTokens, completionTokens, costUsd }) {
      fast.run(
        "INSERT INTO spend (at_ms, day, model, prompt_tokens, completion_tokens, cost_usd) VALUES (?, ?, ?, ?, ?, ?)",
        at.getTime(),
        spendDay(at),
        model,
        promptTokens,
        completionTokens,
        costUsd,
      );
      syncSoon();
    },
    spentOn: (day) =>
      fast.rows(SumSchema, "SELECT total(cost_usd) AS usd FROM spend WHERE day = ?", day)[0]?.usd ?? 0,
    lastDays(count, until) {
      const days = Array.from({ length: count }, (_, i) => spendDay(new Date(until.getTime() - i * DAY_MS)));
      const spent = fast.rows(
        DaySchema,
        `SELECT day, total(cost_usd) AS costUsd, count(*) AS calls FROM spend
         WHERE day IN (SELECT value FROM json_each(?)) GROUP BY day`,
        JSON.stringify(days),
      );
      return days.map((day) => spent.find((one) => one.day === day) ?? { day, costUsd: 0, calls: 0 });
    },
  };
}
