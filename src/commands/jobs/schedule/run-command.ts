import { Command } from "commander";
import { VademecumError } from "../../../domain/errors.ts";
import { runScheduledJob } from "../../../hub/run-scheduled-job.ts";
import type { CommandContext } from "../../command-context.ts";
import { requireHubSettings } from "../../require-hub-settings.ts";
import { withHub } from "../../with-hub.ts";
import { followAndReport, startedOnly } from "../build-outcome.ts";
import { findSchedule } from "../find-by-id.ts";
import { jobCall } from "../job-call.ts";
import { jobNamespace } from "../job-namespace.ts";
import { namespaceOption } from "../job-options.ts";
import { jobPage } from "../job-page.ts";
import { requireLastingHub } from "../own-hub.ts";
import { requireNoBuild } from "../start-build.ts";

function busy(id: string): VademecumError {
  return new VademecumError({
    code: "BUILD_RUNNING",
    message: `the last run of schedule ${id} is not done`,
    expected: "one build at a time",
    hint: "./vade jobs list shows it; wait until it ends, or cancel it",
  });
}

/** `jobs schedule run`: runs a scheduled build now. */
export function scheduleRunCommand(context: CommandContext): Command {
  return new Command("run")
    .description("run a scheduled build now, whatever its times, and follow it")
    .argument("<schedule>", "the schedule's id, or its first characters")
    .option("--detach", "start it and leave")
    .addOption(namespaceOption())
    .option("--json", "print the report as one JSON document")
    .action(async (wanted: string, options: { detach?: true; namespace?: string; json?: true }) => {
      const { config, signal } = context;
      requireHubSettings(config);
      if (options.detach) await requireLastingHub(config);
      const namespace = jobNamespace(config, options.namespace);
      const { text, json, exitCode } = await withHub(context, async (connected) => {
        const place = { hub: connected.hub, namespace, signal };
        const { id } = await jobCall(namespace, findSchedule(place, wanted));
        await requireNoBuild({ ...place, pageOf: (job) => jobPage(config, job) });
        const job = await jobCall(namespace, runScheduledJob({ ...place, id }));
        if (job === null) throw busy(id);
        return options.detach
          ? startedOnly(config, job)
          : await followAndReport({ context, connected, job, raw: options.json === true });
      });
      context.print(options.json ? JSON.stringify(json, null, 2) : text);
      if (exitCode !== 0) process.exitCode = exitCode;
    });
}
