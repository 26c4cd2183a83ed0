import * as library from "@huggingface/hub";
import { type Hub, libraryParams } from "./hub.ts";

/**
 * Lets a suspended scheduled job run again, from its next time on.
 * @throws HubError `HUB_NOT_FOUND` where there is no such scheduled job
 */
export async function resumeScheduledJob(params: {
  hub: Hub;
  namespace: string;
  id: string;
  signal?: AbortSignal;
}): Promise<void> {
  const { hub, namespace, id, signal } = params;
  await library.resumeScheduledJob({
    ...libraryParams(hub, signal),
    accessToken: hub.token ?? "",
    namespace,
    jobId: id,
  });
}
