import * as library from "@huggingface/hub";
import { type Hub, libraryParams } from "./hub.ts";
import { type Job, jobsUrl, parseJob } from "./job.ts";

/**
 * What the Hub knows of a job.
 * @throws HubError `HUB_NOT_FOUND` where there is no such job
 */
export async function getJob(params: {
  hub: Hub;
  namespace: string;
  id: string;
  signal?: AbortSignal;
}): Promise<Job> {
  const { hub, namespace, id, signal } = params;
  const answer = await library.getJob({
    ...libraryParams(hub, signal),
    accessToken: hub.token ?? "",
    namespace,
    jobId: id,
  });
  return parseJob(answer, jobsUrl(hub, namespace, id));
}
