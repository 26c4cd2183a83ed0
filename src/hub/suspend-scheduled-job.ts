import * as library from "@huggingface/hub";
import { type Hub, libraryParams } from "./hub.ts";

/**
 * Stops a scheduled job from being run, until it is resumed.
 * @throws HubError `HUB_NOT_FOUND` where there is no such scheduled job
 */
export async function suspendScheduledJob(params: {
  hub: Hub;
  namespace: string;
  id: string;
  signal?: AbortSignal;
}): Promise<void> {
  const { hub, namespace, id, signal } = params;
  await library.suspendScheduledJob({
    ...libraryParams(hub, signal),
    accessToken: hub.token ?? "",
    namespace,
    jobId: id,
  });
}
