import { Command } from "commander";
import type { CommandContext } from "../../command-context.ts";
import { scheduleChangeCommands } from "./change-commands.ts";
import { scheduleCreateCommand } from "./create-command.ts";
import { scheduleRunCommand } from "./run-command.ts";
import { scheduleListCommand } from "./schedule-list-command.ts";

/** `jobs schedule`: builds at set times. */
export function jobsScheduleCommand(context: CommandContext): Command {
  const group = new Command("schedule")
    .description('build at set times: schedule "0 4 * * *", and list, suspend, resume, delete, run')
    .showHelpAfterError("(add --help to see what can be said)")
    .exitOverride()
    .addHelpText(
      "after",
      `
./vade jobs schedule "0 4 * * *" builds every day at 4:00 UTC; ./vade jobs schedule create --help has its options.`,
    );
  // A first word that is no command is the time of a new schedule.
  group.addCommand(scheduleCreateCommand(context).copyInheritedSettings(group), { isDefault: true });
  for (const create of [scheduleListCommand, ...scheduleChangeCommands, scheduleRunCommand])
    group.addCommand(create(context).copyInheritedSettings(group));
  return group;
}
