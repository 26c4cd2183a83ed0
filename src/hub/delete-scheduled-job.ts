import * as library from "@huggingface/hub";
import { type JobParams, libraryJobParams } from "./job.ts";

/**
 * Takes a scheduled job away. A run that is under way goes on.
 * @throws HubError `HUB_NOT_FOUND` where there is no such scheduled job
 */
export async function deleteScheduledJob(params: JobParams): Promise<void> {
  await library.deleteScheduledJob(libraryJobParams(params));
}
