import * as library from "@huggingface/hub";
import { type Job, type JobParams, jobsUrl, libraryJobParams, parseJob } from "./job.ts";

/**
 * What the Hub knows of a job.
 * @throws HubError `HUB_NOT_FOUND` where there is no such job
 */
export async function getJob(params: JobParams): Promise<Job> {
  const { hub, namespace, id } = params;
  const answer = await library.getJob(libraryJobParams(params));
  return parseJob(answer, jobsUrl(hub, namespace, id));
}
