import { Command } from "commander";
import { listScheduledJobs } from "../../../hub/list-scheduled-jobs.ts";
import type { ScheduledJob } from "../../../hub/scheduled-job.ts";
import type { CommandContext } from "../../command-context.ts";
import { formatTable } from "../format-table.ts";
import { formatTime } from "../format-time.ts";
import { namespaceOption } from "../job-options.ts";
import { isBuild } from "../start-build.ts";
import { withJobs } from "../with-jobs.ts";
import { describeNext, scheduleAsJson } from "./describe-schedule.ts";

const HEADINGS = ["SCHEDULE", "TIMES (UTC)", "NEXT", "LAST RUN", "HARDWARE"];

function toRow(schedule: ScheduledJob): string[] {
  const { id, lastJob, flavor } = schedule;
  const last = lastJob === null ? "never" : `${formatTime(lastJob.at)}, job ${lastJob.id}`;
  return [id, schedule.schedule, describeNext(schedule).replace(/^next /, ""), last, flavor];
}

function formatSchedules(schedules: readonly ScheduledJob[], others: number): string {
  const lines =
    schedules.length === 0
      ? ['no builds are scheduled: ./vade jobs schedule "0 4 * * *"']
      : formatTable([HEADINGS, ...schedules.map(toRow)]);
  if (others > 0) lines.push(`${others} that build nothing: --all`);
  return lines.join("\n");
}

/** `jobs schedule list`: what is built again and again. */
export function scheduleListCommand(context: CommandContext): Command {
  return new Command("list")
    .description("list the scheduled builds, when they ran and when they run next")
    .option("--all", "also the account's scheduled jobs that are no builds of this program")
    .addOption(namespaceOption())
    .option("--json", "print the list as one JSON document, times in UTC")
    .action(async (options: { all?: true; namespace?: string; json?: true }) => {
      const all = await withJobs(context, options, listScheduledJobs);
      const shown = all.filter((one) => options.all || isBuild(one));
      context.print(
        options.json
          ? JSON.stringify({ schedules: shown.map(scheduleAsJson) }, null, 2)
          : formatSchedules(shown, all.length - shown.length),
      );
    });
}
