import type { Hub } from "./hub.ts";
import { HubError } from "./hub-error.ts";

/** Takes a webhook away. False where there is none with this id, so that the call can be made again. */
export async function deleteWebhook(params: {
  hub: Hub;
  id: string;
  signal?: AbortSignal;
}): Promise<{ deleted: boolean }> {
  const { hub, id, signal } = params;
  try {
    const response = await hub.fetch(`${hub.url}/api/settings/webhooks/${encodeURIComponent(id)}`, {
      method: "DELETE",
      ...(signal ? { signal } : {}),
    });
    await response.body?.cancel();
    return { deleted: true };
  } catch (error) {
    if (error instanceof HubError && error.status === 404) return { deleted: false };
    throw error;
  }
}
