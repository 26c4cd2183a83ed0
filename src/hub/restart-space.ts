import { apiUrl, type Hub } from "./hub.ts";
import { readAnswer } from "./hub-answer.ts";
import { type SpaceRuntime, SpaceRuntimeSchema } from "./space-runtime.ts";

/** Starts a Space anew, also one that is paused or asleep. */
export async function restartSpace(params: {
  hub: Hub;
  /** `owner/name` */
  space: string;
  /** Build the image again, from nothing. Default: no. */
  rebuild?: boolean;
  signal?: AbortSignal;
}): Promise<SpaceRuntime> {
  const { hub, space, rebuild = false, signal } = params;
  const url = `${apiUrl(hub, { type: "space", name: space }, "restart")}${rebuild ? "?factory=true" : ""}`;
  const response = await hub.fetch(url, { method: "POST", ...(signal ? { signal } : {}) });
  return readAnswer(SpaceRuntimeSchema, response, url);
}
