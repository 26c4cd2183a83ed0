import { Command, InvalidArgumentError } from "commander";
import { COMMAND_DEFINITIONS } from "../discord/commands/all-commands.ts";
import { type Registration, registerCommands } from "../discord/register/register-commands.ts";
import { createDiscordRest } from "../discord/send/discord-rest.ts";
import type { DiscordSetting } from "../discord-setting.ts";
import { VademecumError } from "../domain/errors.ts";
import type { CommandContext } from "./command-context.ts";

/** `discord`: the bot's application at Discord. */
export function discordCommand(context: CommandContext): Command {
  return new Command("discord")
    .description("the bot's application at Discord")
    .addCommand(registerCommand(context));
}

function registerCommand(context: CommandContext): Command {
  return new Command("register")
    .description("make Discord know the bot's commands; only what has changed is written")
    .option("--guild <id>", "in one server, where they appear at once (default: in all)", parseGuild)
    .option("--dry-run", "print what would be done and change nothing")
    .option("--json", "print the report as one JSON document")
    .addHelpText(
      "after",
      `
Needs DISCORD_TOKEN and DISCORD_APPLICATION_ID. To be done once, and after every update that changes a command; a Space that
starts says in its log where Discord knows other commands than it has.`,
    )
    .action(async (options: { guild?: string; dryRun?: true; json?: true }) => {
      const { applicationId, apiBase, token } = requireBot(context.config.discord);
      const guildId = options.guild ?? null;
      const dryRun = options.dryRun === true;
      const registration = await registerCommands({
        rest: createDiscordRest({ api: apiBase, token }),
        applicationId,
        guildId,
        definitions: COMMAND_DEFINITIONS,
        dryRun,
        signal: context.signal,
      });
      const { ids: _, ...changes } = registration;
      context.print(
        options.json
          ? JSON.stringify({ guild: guildId, dry_run: dryRun, ...changes }, null, 2)
          : reportLines(registration, guildId, dryRun).join("\n"),
      );
    });
}

function parseGuild(text: string): string {
  if (/^\d{17,20}$/.test(text)) return text;
  throw new InvalidArgumentError(`expected the id of a server, 17 to 20 digits, got "${text}".`);
}

function requireBot(setting: DiscordSetting | null): DiscordSetting & { token: string } {
  if (setting?.token) return { ...setting, token: setting.token };
  throw new VademecumError({
    code: "CONFIG_INCOMPLETE",
    message: "there is no bot to register commands for",
    expected: "DISCORD_TOKEN and DISCORD_APPLICATION_ID",
    hint: "set them as the developer portal shows them (docs/discord.md tells how to come by them)",
    exitCode: 2,
  });
}

function reportLines(registration: Registration, guildId: string | null, dryRun: boolean): string[] {
  const { created, updated, deleted, unchanged } = registration;
  const named = (what: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`  ${what.padEnd(10)} ${names.join(", ")}`];
  const where = guildId === null ? "all servers" : `server ${guildId}`;
  const changes = created.length + updated.length + deleted.length;
  return [
    changes === 0
      ? `${where}: Discord knows all ${unchanged.length} commands as they are`
      : `${where}: ${dryRun ? "this would be done; nothing was changed" : "done"}`,
    ...named("new", created),
    ...named("changed", updated),
    ...named("removed", deleted),
    ...(changes === 0 ? [] : named("unchanged", unchanged)),
  ];
}
