import * as library from "@huggingface/hub";
import { type Hub, libraryParams } from "./hub.ts";
import { parseScheduledJobs, type ScheduledJob, scheduledJobsUrl } from "./scheduled-job.ts";

/** The scheduled jobs of an account. */
export async function listScheduledJobs(params: {
  hub: Hub;
  namespace: string;
  signal?: AbortSignal;
}): Promise<ScheduledJob[]> {
  const { hub, namespace, signal } = params;
  const answer = await library.listScheduledJobs({
    ...libraryParams(hub, signal),
    accessToken: hub.token ?? "",
    namespace,
  });
  return parseScheduledJobs(answer, scheduledJobsUrl(hub, namespace));
}
