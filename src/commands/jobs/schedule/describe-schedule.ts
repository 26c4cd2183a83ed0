import type { ScheduledJob } from "../../../hub/scheduled-job.ts";
import { formatTime } from "../format-time.ts";
import { isBuild } from "../start-build.ts";

/** `schedule 6b06…: 0 4 * * * (UTC), next 2026-03-02 01:00 (04:00 UTC)` */
export function describeSchedule(schedule: ScheduledJob): string {
  return `schedule ${schedule.id}: ${schedule.schedule} (UTC), ${describeNext(schedule)}, on ${schedule.flavor}`;
}

/** When it runs next, or that it does not. */
export function describeNext({ isSuspended, nextRunAt }: ScheduledJob): string {
  if (isSuspended) return "suspended";
  return nextRunAt === null ? "next run not known" : `next ${formatTime(nextRunAt)}`;
}

/** The same for programs, times in UTC. */
export function scheduleAsJson(schedule: ScheduledJob): object {
  const { lastJob } = schedule;
  return {
    id: schedule.id,
    schedule: schedule.schedule,
    suspended: schedule.isSuspended,
    next_run_at: schedule.isSuspended ? null : schedule.nextRunAt,
    last_job: lastJob && { id: lastJob.id, at: lastJob.at },
    build: isBuild(schedule),
    created_at: schedule.createdAt,
    flavor: schedule.flavor,
    image: schedule.image,
    command: schedule.command,
  };
}
