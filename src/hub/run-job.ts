import * as library from "@huggingface/hub";
import { type Hub, libraryParams } from "./hub.ts";
import { type Job, type JobOrder, jobsUrl, parseJob, toLibraryOrder } from "./job.ts";

/**
 * Has the Hub run a job. It is not repeated when the answer is lost, since the job may have been started: `listJobs` says.
 * @throws HubError `HUB_REFUSED` for an order that the Hub does not accept, in its own words
 */
export async function runJob(params: {
  hub: Hub;
  /** Account that the job belongs to and is charged to. */
  namespace: string;
  order: JobOrder;
  signal?: AbortSignal;
}): Promise<Job> {
  const { hub, namespace, order, signal } = params;
  const answer = await library.runJob({
    ...libraryParams(hub, signal),
    accessToken: hub.token ?? "",
    namespace,
    ...toLibraryOrder(order),
  });
  return parseJob(answer, jobsUrl(hub, namespace));
}
