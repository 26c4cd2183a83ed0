import { Command } from "commander";
import type { CommandContext } from "../command-context.ts";
import { jobsCancelCommand } from "./cancel-command.ts";
import { jobsListCommand } from "./list-command.ts";
import { jobsLogsCommand } from "./logs-command.ts";
import { jobsScheduleCommand } from "./schedule/schedule-command.ts";

/** `jobs`: builds on the Hub's machines. */
export function jobsCommand(context: CommandContext): Command {
  const group = new Command("jobs")
    .description("builds as jobs of the Hub: list, logs, cancel, schedule")
    .showHelpAfterError("(add --help to see what can be said)")
    .exitOverride()
    .addHelpText(
      "after",
      `
./vade reindex --remote starts one. On Hugging Face jobs need a PRO account or prepaid credit and are charged by the
minute (cpu-basic about $0.01 an hour); on the Hub of this machine they are processes of it.`,
    );
  for (const create of [jobsListCommand, jobsLogsCommand, jobsCancelCommand, jobsScheduleCommand])
    group.addCommand(create(context).copyInheritedSettings(group));
  return group;
}
