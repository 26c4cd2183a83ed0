import type { Config } from "../../config.ts";
import { VademecumError } from "../../domain/errors.ts";
import { findLiveHub } from "../../hub/embedded/server-file.ts";

/** Whether the Hub is part of this command, so that its jobs end with it. */
export async function isHubOfThisCommand({ hub }: Pick<Config, "hub">): Promise<boolean> {
  return hub.kind === "embedded" && (await findLiveHub(hub.dir)) === null;
}

/**
 * Makes sure that a job outlives the command that starts it.
 * @throws VademecumError `HUB_NOT_UP`
 */
export async function requireLastingHub(config: Pick<Config, "hub">): Promise<void> {
  if (!(await isHubOfThisCommand(config))) return;
  throw new VademecumError({
    code: "HUB_NOT_UP",
    message: "the Hub of this machine is not up: a job that nobody follows would end with this command",
    hint: "keep it up in another terminal (./vade hub), or leave --detach out",
    exitCode: 2,
  });
}
