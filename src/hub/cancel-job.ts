import * as library from "@huggingface/hub";
import { type Job, type JobParams, jobsUrl, libraryJobParams, parseJob } from "./job.ts";

/**
 * Ends a job. One that has ended already stays as it is. The answer may still say RUNNING: the job ends soon after.
 * @throws HubError `HUB_NOT_FOUND` where there is no such job
 */
export async function cancelJob(params: JobParams): Promise<Job> {
  const { hub, namespace, id } = params;
  const answer = await library.cancelJob(libraryJobParams(params));
  return parseJob(answer, jobsUrl(hub, namespace, id));
}
