import { Command } from "commander";
import { VademecumError } from "../../../domain/errors.ts";
import { createScheduledJob } from "../../../hub/create-scheduled-job.ts";
import { nextRunMs, SCHEDULE_FORM } from "../../../hub/embedded/jobs/cron-expression.ts";
import type { JobOrder } from "../../../hub/job.ts";
import { listScheduledJobs } from "../../../hub/list-scheduled-jobs.ts";
import type { ScheduledJob } from "../../../hub/scheduled-job.ts";
import type { CommandContext } from "../../command-context.ts";
import { requireHubSettings } from "../../require-hub-settings.ts";
import { withHub } from "../../with-hub.ts";
import { buildOrder } from "../build-order.ts";
import { jobCall } from "../job-call.ts";
import { addJobOptions, type JobOptions } from "../job-options.ts";
import { isHubOfThisCommand } from "../own-hub.ts";
import { isBuild } from "../start-build.ts";
import { describeSchedule, scheduleAsJson } from "./describe-schedule.ts";

interface CreateArguments extends JobOptions {
  ocr: boolean;
  json?: true;
}

interface Created {
  schedule: ScheduledJob;
  /** Whether there was none like it. */
  isNew: boolean;
  /** Schedules of other builds, which go on. */
  others: ScheduledJob[];
}

async function create(context: CommandContext, cron: string, options: CreateArguments): Promise<Created> {
  const { config, signal } = context;
  if (nextRunMs(cron, Date.now()) === null) throw wrongSchedule(cron);
  requireHubSettings(config);
  return await withHub(context, async (connected) => {
    const { hub } = connected;
    const { namespace, order } = buildOrder(context, connected, options);
    const builds = (await jobCall(namespace, listScheduledJobs({ hub, namespace, signal }))).filter(isBuild);
    const same = builds.find((one) => one.schedule === cron && isAlike(one, order));
    if (same) return { schedule: same, isNew: false, others: builds.filter((other) => other !== same) };
    const made = createScheduledJob({ hub, namespace, order, schedule: cron, signal });
    return { schedule: await jobCall(namespace, made), isNew: true, others: builds };
  });
}

function isAlike({ command, flavor, image }: ScheduledJob, order: JobOrder): boolean {
  const wanted = "docker" in order.image ? order.image.docker : `hf.co/spaces/${order.image.space}`;
  return flavor === order.flavor && image === wanted && command.join("\0") === order.command.join("\0");
}

function wrongSchedule(cron: string): VademecumError {
  return new VademecumError({
    code: "SCHEDULE_INVALID",
    message: `"${cron}" is no schedule that ever comes`,
    expected: SCHEDULE_FORM,
    hint: 'write it in quotes: ./vade jobs schedule "0 4 * * *" builds every day at 4 in the morning, UTC',
    exitCode: 2,
  });
}

/** `jobs schedule "0 4 * * *"`: builds again and again. */
export function scheduleCreateCommand(context: CommandContext): Command {
  const command = new Command("create")
    .description('build at the times of a cron expression in UTC; "create" may be left out')
    .argument("<cron>", 'five fields in quotes, as "0 4 * * *", or @hourly, @daily, @weekly, @monthly')
    .option("--no-ocr", "as reindex --no-ocr")
    .option("--json", "print the schedule as one JSON document");
  return addJobOptions(command)
    .addHelpText(
      "after",
      `
The times are in UTC; the answer also says when that is here. While one run is not done, the next is left out. The job is
given HF_TOKEN as a secret: when the token is replaced, delete the schedule and make it anew. One that is there already,
with the same time and options, is left as it is.`,
    )
    .action(async (cron: string, options: CreateArguments) => {
      const { schedule, isNew, others } = await create(context, cron, options);
      for (const other of others) context.remark(`another goes on: ${describeSchedule(other)}`);
      if (await isHubOfThisCommand(context.config))
        context.remark("schedules of the Hub of this machine run while ./vade hub is up");
      context.print(
        options.json
          ? JSON.stringify({ ...scheduleAsJson(schedule), new: isNew }, null, 2)
          : `${isNew ? "" : "unchanged: "}${describeSchedule(schedule)}`,
      );
    });
}
