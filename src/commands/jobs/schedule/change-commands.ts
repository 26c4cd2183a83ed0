import { Command } from "commander";
import { deleteScheduledJob } from "../../../hub/delete-scheduled-job.ts";
import { listScheduledJobs } from "../../../hub/list-scheduled-jobs.ts";
import { resumeScheduledJob } from "../../../hub/resume-scheduled-job.ts";
import { suspendScheduledJob } from "../../../hub/suspend-scheduled-job.ts";
import type { CommandContext } from "../../command-context.ts";
import { findSchedule } from "../find-by-id.ts";
import { namespaceOption } from "../job-options.ts";
import { withJobs } from "../with-jobs.ts";
import { describeSchedule, scheduleAsJson } from "./describe-schedule.ts";

interface Change {
  name: "suspend" | "resume" | "delete";
  description: string;
  call: typeof deleteScheduledJob;
}

const CHANGES: readonly Change[] = [
  {
    name: "suspend",
    description: "let a scheduled build rest; a run that is under way goes on",
    call: suspendScheduledJob,
  },
  {
    name: "resume",
    description: "let a suspended one run again, from its next time on",
    call: resumeScheduledJob,
  },
  {
    name: "delete",
    description: "take a scheduled build away; a run that is under way goes on",
    call: deleteScheduledJob,
  },
];

function changeCommand(context: CommandContext, { name, description, call }: Change): Command {
  return new Command(name)
    .description(description)
    .argument("<schedule>", "the schedule's id, or its first characters")
    .addOption(namespaceOption())
    .option("--json", "print the schedule as one JSON document")
    .action(async (wanted: string, options: { namespace?: string; json?: true }) => {
      const { before, after } = await withJobs(context, options, async (place) => {
        const found = await findSchedule(place, wanted);
        await call({ ...place, id: found.id });
        const left = await listScheduledJobs(place);
        return { before: found, after: left.find(({ id }) => id === found.id) ?? null };
      });
      const shown = after ?? before;
      context.print(
        options.json
          ? JSON.stringify({ ...scheduleAsJson(shown), deleted: after === null }, null, 2)
          : `${after === null ? "deleted: " : ""}${describeSchedule(shown)}`,
      );
    });
}

/** `jobs schedule suspend|resume|delete`. */
export const scheduleChangeCommands = CHANGES.map(
  (change) => (context: CommandContext) => changeCommand(context, change),
);
