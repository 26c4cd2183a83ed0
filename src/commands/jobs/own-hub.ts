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

/** What is said when a job is not followed to its end. */
export function interrupted(id: string, endsWithThis: boolean): VademecumError {
  return new VademecumError({
    code: "INTERRUPTED",
    message: endsWithThis
      ? `job ${id} ends with this command, which its Hub was a part of; what was in service still is`
      : `job ${id} is not followed any more; it goes on`,
    hint: endsWithThis
      ? "run it again: it goes on from what was done; ./vade hub in another terminal keeps jobs up"
      : `./vade jobs logs ${id} --follow goes on with it, ./vade jobs cancel ${id} ends it`,
  });
}
