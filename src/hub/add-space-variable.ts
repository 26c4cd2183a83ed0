import { type SpaceValueParams, setSpaceValue } from "./set-space-value.ts";

/** Sets an environment variable of a Space, which everybody who sees the Space may read. The Space restarts. */
export async function addSpaceVariable(params: SpaceValueParams): Promise<void> {
  await setSpaceValue("variables", params);
}
