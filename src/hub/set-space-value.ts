import { apiUrl, type Hub } from "./hub.ts";

/** An environment variable of a Space. */
export interface SpaceValueParams {
  hub: Hub;
  /** `owner/name` */
  space: string;
  /** Name of the environment variable. */
  key: string;
  value: string;
  description?: string;
  signal?: AbortSignal;
}

/** Sets an environment variable, among those that everybody may read or among those that nobody may. */
export async function setSpaceValue(kind: "secrets" | "variables", params: SpaceValueParams): Promise<void> {
  const { hub, space, key, value, description, signal } = params;
  const response = await hub.fetch(apiUrl(hub, { type: "space", name: space }, kind), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ key, value, ...(description === undefined ? {} : { description }) }),
    ...(signal ? { signal } : {}),
  });
  await response.body?.cancel();
}
