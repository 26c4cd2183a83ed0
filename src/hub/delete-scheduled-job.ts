import * as library from "@huggingface/hub";
import { type Hub, libraryParams } from "./hub.ts";

/**
 * Takes a scheduled job away. A run that is under way goes on.
 * @throws HubError `HUB_NOT_FOUND` where there is no such scheduled job
 */
export async function deleteScheduledJob(params: {
  hub: Hub;
  namespace: string;
  id: string;
  signal?: AbortSignal;
}): Promise<void> {
  const { hub, namespace, id, signal } = params;
  await library.deleteScheduledJob({
    ...libraryParams(hub, signal),
    accessToken: hub.token ?? "",
    namespace,
    jobId: id,
  });
}
