import * as library from "@huggingface/hub";
import { type Hub, libraryParams } from "./hub.ts";
import { type Job, jobsUrl, parseJob } from "./job.ts";

/**
 * Ends a job. One that has ended already stays as it is. The answer may still say RUNNING: the job ends soon after.
 * @throws HubError `HUB_NOT_FOUND` where there is no such job
 */
export async function cancelJob(params: {
  hub: Hub;
  namespace: string;
  id: string;
  signal?: AbortSignal;
}): Promise<Job> {
  const { hub, namespace, id, signal } = params;
  const answer = await library.cancelJob({
    ...libraryParams(hub, signal),
    accessToken: hub.token ?? "",
    namespace,
    jobId: id,
  });
  return parseJob(answer, jobsUrl(hub, namespace, id));
}
