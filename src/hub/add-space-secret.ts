import { type SpaceValueParams, setSpaceValue } from "./set-space-value.ts";

/** Sets an environment variable of a Space that the Hub never shows again. The Space restarts. */
export async function addSpaceSecret(params: SpaceValueParams): Promise<void> {
  await setSpaceValue("secrets", params);
}
