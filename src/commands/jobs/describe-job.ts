import type { Config } from "../../config.ts";
import type { Job } from "../../hub/job.ts";
import { formatDuration } from "./duration.ts";
import { jobPage } from "./job-page.ts";
import { isBuild } from "./start-build.ts";

/** How long a job has run, in ms; null before it began. */
export function runningMs({ startedAt, finishedAt }: Job, now: Date): number | null {
  return startedAt === null ? null : (finishedAt ?? now).getTime() - startedAt.getTime();
}

/** `job 6b06…: CANCELED, 3 s`, with the Hub's reason where it gives one. */
export function describeJob(job: Job, now: Date): string {
  const ms = runningMs(job, now);
  const reason = job.message ? ` (${job.message})` : "";
  return `job ${job.id}: ${job.stage}${reason}${ms === null ? "" : `, ${formatDuration(ms)}`}`;
}

/** The same for programs, times in UTC. */
export function jobAsJson(job: Job, config: Pick<Config, "hub">, now: Date): object {
  const ms = runningMs(job, now);
  return {
    id: job.id,
    namespace: job.namespace,
    stage: job.stage,
    message: job.message,
    build: isBuild(job),
    created_at: job.createdAt,
    started_at: job.startedAt,
    finished_at: job.finishedAt,
    seconds: ms === null ? null : Math.round(ms / 1000),
    flavor: job.flavor,
    image: job.image,
    command: job.command,
    scheduled_job: job.scheduledJobId,
    url: jobPage(config, job),
  };
}
