import { apiUrl, type Hub } from "./hub.ts";

/** Sets an environment variable of a Space, which everybody who sees the Space may read. The Space restarts. */
export async function addSpaceVariable(params: {
  hub: Hub;
  /** `owner/name` */
  space: string;
  /** Name of the environment variable. */
  key: string;
  value: string;
  description?: string;
  signal?: AbortSignal;
}): Promise<void> {
  const { hub, space, key, value, description, signal } = params;
  const response = await hub.fetch(apiUrl(hub, { type: "space", name: space }, "variables"), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ key, value, ...(description === undefined ? {} : { description }) }),
    ...(signal ? { signal } : {}),
  });
  await response.body?.cancel();
}
