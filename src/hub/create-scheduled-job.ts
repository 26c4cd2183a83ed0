import * as library from "@huggingface/hub";
import { type Hub, libraryParams } from "./hub.ts";
import { type JobOrder, toLibraryOrder } from "./job.ts";
import { parseScheduledJob, type ScheduledJob, scheduledJobsUrl } from "./scheduled-job.ts";

/**
 * Has the Hub run a job again and again. Every call makes another one: look at `listScheduledJobs` first.
 * @throws HubError `HUB_REFUSED` for an order or a schedule that the Hub does not accept, in its own words
 */
export async function createScheduledJob(params: {
  hub: Hub;
  /** Account that the job belongs to and is charged to. */
  namespace: string;
  order: JobOrder;
  /** Cron expression of five fields in UTC, or `@hourly`, `@daily`, `@weekly`, `@monthly`, `@yearly`. */
  schedule: string;
  /** Whether a run may begin while the one before is not done. Default: no. */
  allowsConcurrency?: boolean;
  signal?: AbortSignal;
}): Promise<ScheduledJob> {
  const { hub, namespace, order, schedule, allowsConcurrency = false, signal } = params;
  const answer = await library.createScheduledJob({
    ...libraryParams(hub, signal),
    accessToken: hub.token ?? "",
    namespace,
    jobSpec: toLibraryOrder(order),
    schedule,
    concurrency: allowsConcurrency,
  });
  return parseScheduledJob(answer, scheduledJobsUrl(hub, namespace));
}
