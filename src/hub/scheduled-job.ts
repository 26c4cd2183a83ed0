import { z } from "zod";
import { parseAnswer } from "./hub-answer.ts";

const date = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const ScheduledJobSchema = z
  .object({
    id: z.string(),
    schedule: z.string(),
    suspend: z.boolean(),
    concurrency: z.boolean(),
    createdAt: date,
    status: z
      .object({
        lastJob: z.object({ id: z.string(), at: date }).nullish(),
        nextJobRunAt: date.nullish(),
      })
      .optional(),
    jobSpec: z.object({
      dockerImage: z.string().nullish(),
      spaceId: z.string().nullish(),
      command: z.array(z.string()).nullish(),
      arguments: z.array(z.string()).nullish(),
      labels: z.record(z.string(), z.string()).nullish(),
      flavor: z.string(),
    }),
  })
  .transform(({ jobSpec, status, ...job }) => ({
    id: job.id,
    /** Cron expression in UTC, or `@daily` and the like. */
    schedule: job.schedule,
    isSuspended: job.suspend,
    /** Whether a run may begin while the one before is not done. */
    allowsConcurrency: job.concurrency,
    createdAt: job.createdAt,
    nextRunAt: status?.nextJobRunAt ?? null,
    lastJob: status?.lastJob ?? null,
    image: jobSpec.spaceId ? `hf.co/spaces/${jobSpec.spaceId}` : (jobSpec.dockerImage ?? null),
    command: [...(jobSpec.command ?? []), ...(jobSpec.arguments ?? [])],
    labels: jobSpec.labels ?? {},
    flavor: jobSpec.flavor,
  }));

/** A job that the Hub runs again and again. */
export type ScheduledJob = z.output<typeof ScheduledJobSchema>;

/** Where answers come from, for messages. */
export function scheduledJobsUrl(hub: { url: string }, namespace: string, ...path: string[]): string {
  return [hub.url, "api", "scheduled-jobs", ...[namespace, ...path].map(encodeURIComponent)].join("/");
}

/** Parses a scheduled job that the library has given. */
export function parseScheduledJob(answer: unknown, url: string): ScheduledJob {
  return parseAnswer(ScheduledJobSchema, answer, url);
}

/** Parses a list of scheduled jobs. */
export function parseScheduledJobs(answer: unknown, url: string): ScheduledJob[] {
  return parseAnswer(z.array(ScheduledJobSchema), answer, url);
}
