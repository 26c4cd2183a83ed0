import * as library from "@huggingface/hub";
import { type JobParams, libraryJobParams } from "./job.ts";

/**
 * Stops a scheduled job from being run, until it is resumed.
 * @throws HubError `HUB_NOT_FOUND` where there is no such scheduled job
 */
export async function suspendScheduledJob(params: JobParams): Promise<void> {
  await library.suspendScheduledJob(libraryJobParams(params));
}
