import { apiUrl, type Hub } from "./hub.ts";
import { readAnswer } from "./hub-answer.ts";
import { type SpaceRuntime, SpaceRuntimeSchema } from "./space-runtime.ts";

/** How a Space is doing. `space` is its name, `owner/name`. */
export async function getSpaceRuntime(params: {
  hub: Hub;
  space: string;
  signal?: AbortSignal;
}): Promise<SpaceRuntime> {
  const { hub, space, signal } = params;
  const url = apiUrl(hub, { type: "space", name: space }, "runtime");
  return readAnswer(SpaceRuntimeSchema, await hub.fetch(url, signal ? { signal } : {}), url);
}
