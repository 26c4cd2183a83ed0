import type { CommandContext } from "../command-context.ts";
import { requireHubSettings } from "../require-hub-settings.ts";
import { withHub } from "../with-hub.ts";
import { type BuildArguments, buildOrder } from "./build-order.ts";
import { followAndReport, startedOnly } from "./build-outcome.ts";
import type { JobOptions } from "./job-options.ts";
import { jobPage } from "./job-page.ts";
import { requireLastingHub } from "./own-hub.ts";
import type { CommandOutcome } from "./report-in-log.ts";
import { startBuild } from "./start-build.ts";

export interface RemoteReindexOptions extends JobOptions, BuildArguments {
  /** Whether the job is only started. */
  detach?: true;
  json?: true;
}

/**
 * Builds and publishes as a job of the Hub, and follows it to its end.
 * @throws VademecumError `BUILD_RUNNING`, `NO_JOB_IMAGE`, `INTERRUPTED`, `JOB_FAILED`, and what the job itself threw
 */
export async function remoteReindex(
  context: CommandContext,
  options: RemoteReindexOptions,
): Promise<CommandOutcome> {
  requireHubSettings(context.config);
  if (options.detach) await requireLastingHub(context.config);
  return await withHub(context, async (connected) => {
    const { hub } = connected;
    const job = await startBuild({
      hub,
      ...buildOrder(context, connected, options),
      pageOf: (one) => jobPage(context.config, one),
      signal: context.signal,
    });
    return options.detach
      ? startedOnly(context.config, job)
      : await followAndReport({ context, connected, job, raw: options.json === true });
  });
}
