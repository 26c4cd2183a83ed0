import { ApplicationCommandOptionType as Option, PermissionFlagsBits } from "discord.js";
import type { CommandStore, StoredCommand } from "../commands/command-store.ts";
import type { CommandOption } from "../forms/command-form.ts";
import { channelPermissions, guildPermissions } from "../permissions.ts";
import type { FakeChannel, World } from "../world.ts";
import { ClientRefusal } from "./interact-spec.ts";

interface Named {
  name: string;
  name_localizations?: Record<string, string>;
}

/** Whether a client of this language lets `typed` stand for this name. */
export function isNamed({ name, name_localizations }: Named, typed: string, locale: string): boolean {
  return name === typed || name_localizations?.[locale] === typed;
}

/** The command that a member chose, if their client offers it to them there. @throws ClientRefusal */
export function findCommand(
  { world, commands }: { world: World; commands: CommandStore },
  wanted: { name: string; type: StoredCommand["type"]; channel: FakeChannel; userId: string; locale: string },
): StoredCommand {
  const { channel, userId, name, type, locale } = wanted;
  const inScope = [
    ...(channel.guildId === null ? [] : commands.list(channel.guildId)),
    ...commands.list(null),
  ];
  const found = inScope.find((one) => one.type === type && isNamed(one.definition, name, locale));
  if (!found) {
    const names = inScope.map(({ definition }) => definition.name).join(", ") || "none";
    throw new ClientRefusal(`there is no command "${name}"; registered: ${names}`);
  }
  checkContext(found, channel);
  checkPermission(world, found, channel, userId);
  return found;
}

function checkContext({ definition }: StoredCommand, channel: FakeChannel): void {
  const context = channel.guildId === null ? 1 : 0;
  const allowed = definition.contexts ?? (definition.dm_permission === false ? [0] : [0, 1, 2]);
  if (!allowed.includes(context))
    throw new ClientRefusal(
      `"${definition.name}" is not offered in ${context === 0 ? "guilds" : "direct messages"}`,
    );
  if (definition.nsfw && !channel.isNsfw)
    throw new ClientRefusal(`"${definition.name}" is only for channels with an age limit`);
}

function checkPermission(
  world: World,
  { definition }: StoredCommand,
  channel: FakeChannel,
  userId: string,
): void {
  if (channel.guildId === null) return;
  const guild = world.guilds.get(channel.guildId);
  const own = channelPermissions(world, channel, userId);
  if ((own & PermissionFlagsBits.UseApplicationCommands) === 0n)
    throw new ClientRefusal("the member may not use commands in this channel");
  const needed = definition.default_member_permissions;
  if (needed === undefined || needed === null || !guild) return;
  const all = guildPermissions(guild, userId) | own;
  const isAdministrator = (all & PermissionFlagsBits.Administrator) !== 0n;
  const has = needed !== "0" && (own & BigInt(needed)) === BigInt(needed);
  if (!isAdministrator && !has)
    throw new ClientRefusal(`the member lacks the permission that "${definition.name}" needs`);
}

export interface FoundOptions {
  /** From the outermost: group and subcommand. */
  path: CommandOption[];
  options: readonly CommandOption[];
}

/** The options of the subcommand that was chosen, or of the command itself. @throws ClientRefusal */
export function findSubcommand(
  { definition }: StoredCommand,
  subcommand: string | undefined,
  locale: string,
): FoundOptions {
  const path: CommandOption[] = [];
  let options: readonly CommandOption[] = definition.options ?? [];
  for (const part of subcommand?.split(" ") ?? []) {
    const found = options.find((option) => isGroup(option) && isNamed(option, part, locale));
    if (!found) throw new ClientRefusal(`"${definition.name}" has no subcommand "${subcommand}"`);
    path.push(found);
    options = found.options ?? [];
  }
  if (options.some(isGroup)) throw new ClientRefusal(`"${definition.name}" needs a subcommand`);
  return { path, options };
}

function isGroup({ type }: CommandOption): boolean {
  return type === Option.Subcommand || type === Option.SubcommandGroup;
}
