import { Cron } from "croner";

const NAMES = ["@annually", "@yearly", "@monthly", "@weekly", "@daily", "@hourly"];

/** What a schedule may look like, for messages. */
export const SCHEDULE_FORM = `a cron expression of five fields in UTC, as "0 4 * * *", or one of ${NAMES.join(", ")}`;

/**
 * When a schedule is due next after a moment, in ms since 1970; null for an expression that is not valid or names a day
 * that never comes (30 February).
 */
export function nextRunMs(schedule: string, afterMs: number): number | null {
  if (!NAMES.includes(schedule) && schedule.trim().split(/\s+/).length !== 5) return null;
  try {
    const next = new Cron(schedule, { timezone: "UTC", mode: "5-part", paused: true }).nextRun(
      new Date(afterMs),
    );
    return next === null ? null : next.getTime();
  } catch {
    return null; // croner's way to say that the expression is not valid
  }
}
