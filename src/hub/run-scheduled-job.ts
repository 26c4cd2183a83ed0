import * as library from "@huggingface/hub";
import { HubError } from "./hub-error.ts";
import { type Job, type JobParams, libraryJobParams, parseJob } from "./job.ts";
import { scheduledJobsUrl } from "./scheduled-job.ts";

/** Runs a scheduled job now, whatever its times. Null while its last run is not done and it allows only one at a time. */
export async function runScheduledJob(params: JobParams): Promise<Job | null> {
  const { hub, namespace, id } = params;
  try {
    const answer = await library.runScheduledJob(libraryJobParams(params));
    return answer === null ? null : parseJob(answer, scheduledJobsUrl(hub, namespace, id, "run"));
  } catch (error) {
    if (error instanceof HubError && error.status === 409) return null;
    throw error;
  }
}
