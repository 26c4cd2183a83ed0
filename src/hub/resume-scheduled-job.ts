import * as library from "@huggingface/hub";
import { type JobParams, libraryJobParams } from "./job.ts";

/**
 * Lets a suspended scheduled job run again, from its next time on.
 * @throws HubError `HUB_NOT_FOUND` where there is no such scheduled job
 */
export async function resumeScheduledJob(params: JobParams): Promise<void> {
  await library.resumeScheduledJob(libraryJobParams(params));
}
