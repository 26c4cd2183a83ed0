import type { Database } from "bun:sqlite";
import type { Log } from "../../../domain/log.ts";
import type { Clock } from "./clock.ts";
import { nextRunMs } from "./cron-expression.ts";
import { hasEnded } from "./job-record.ts";
import type { JobRunner } from "./job-runner.ts";
import type { JobStore } from "./job-store.ts";
import type { Schedule, ScheduleStore } from "./schedule-store.ts";

/** Also how soon schedules made through another server, and queues left by one, are noticed. */
const LONGEST_SLEEP_MS = 15_000;
const SHORTEST_SLEEP_MS = 50;
/** Where a schedule has no next time. */
const LATEST_DATE_MS = 8.64e15;

/** Runs scheduled jobs. */
export type Scheduler = ReturnType<typeof createScheduler>;

/**
 * A run is made at most once: the next time and the job are written in one transaction, on condition that the time is
 * still the one that was read. Times that passed while no server ran are made up for by a single run.
 */
export function createScheduler(setup: {
  db: Database;
  schedules: ScheduleStore;
  jobs: JobStore;
  runner: JobRunner;
  clock: Clock;
  log: Log;
}) {
  const { db, schedules, jobs, runner, clock, log } = setup;
  let takeBack: (() => void) | null = null;

  const fire = db.transaction((schedule: Schedule): void => {
    const nowMs = clock.now();
    const next = nextRunMs(schedule.schedule, nowMs);
    if (!schedules.advance(schedule, next ?? LATEST_DATE_MS)) return;
    if (isBusy(schedule)) {
      log.warn(
        { schedule: schedule.id, job: schedule.lastJob?.id },
        "a scheduled run is left out: the last one is not done",
      );
      return;
    }
    submit(schedule);
  });

  function submit(schedule: Schedule): string {
    const { id, namespace, order } = schedule;
    const job = runner.submit({ ...order, namespace, initiator: { type: "scheduled-job", id } });
    schedules.setLastJob(id, { id: job, atMs: clock.now() });
    return job;
  }

  function isBusy({ allowsConcurrency, lastJob }: Schedule): boolean {
    if (allowsConcurrency || lastJob === null) return false;
    const job = jobs.get(lastJob.id);
    return job !== null && !hasEnded(job.stage);
  }

  function tick(): void {
    try {
      runner.recover();
      for (const schedule of schedules.due(clock.now())) fire.immediate(schedule);
      runner.adopt();
    } catch (error) {
      log.error({ err: error }, "schedules could not be looked at; this is tried again");
    }
    plan();
  }

  function plan(): void {
    takeBack?.();
    const untilDueMs = (schedules.nextDueMs() ?? Number.POSITIVE_INFINITY) - clock.now();
    takeBack = clock.after(Math.max(SHORTEST_SLEEP_MS, Math.min(LONGEST_SLEEP_MS, untilDueMs)), tick);
  }

  return {
    start: tick,
    /** To be called when a schedule was made or changed. */
    wake(): void {
      if (takeBack !== null) plan();
    },
    /** Runs a scheduled job now, whatever its times; null while its last run is not done. */
    runNow(schedule: Schedule): string | null {
      const job = db.transaction(() => (isBusy(schedule) ? null : submit(schedule))).immediate();
      runner.pump();
      return job;
    },
    stop(): void {
      takeBack?.();
      takeBack = null;
    },
  };
}
