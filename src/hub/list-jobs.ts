import * as library from "@huggingface/hub";
import { type Hub, libraryParams } from "./hub.ts";
import { type Job, jobsUrl, parseJobs } from "./job.ts";

/** The jobs of an account, newest first: as many as the Hub gives at once. */
export async function listJobs(params: {
  hub: Hub;
  namespace: string;
  signal?: AbortSignal;
}): Promise<Job[]> {
  const { hub, namespace, signal } = params;
  const answer = await library.listJobs({
    ...libraryParams(hub, signal),
    accessToken: hub.token ?? "",
    namespace,
  });
  return parseJobs(answer, jobsUrl(hub, namespace));
}
