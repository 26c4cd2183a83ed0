import { ApplicationCommandOptionType, ApplicationCommandType as Type } from "discord.js";
import type { CommandStore, StoredCommand } from "../commands/command-store.ts";
import { messagePayload } from "../payloads/message-payload.ts";
import type { FakeChannel, World } from "../world.ts";
import { findCommand, findSubcommand, isNamed } from "./find-command.ts";
import { visibleTo } from "./find-component.ts";
import { ClientRefusal, type InteractSpec } from "./interact-spec.ts";
import { resolvedPayload } from "./interaction-payload.ts";
import { type OptionValue, optionValues } from "./option-values.ts";

export interface Client {
  world: World;
  commands: CommandStore;
  channel: FakeChannel;
  userId: string;
  locale: string;
}

type Data = Record<string, unknown>;

/** What a client sends for a slash command or while one is typed. @throws ClientRefusal */
export function slashData(
  client: Client,
  spec: InteractSpec & { kind: "command" | "autocomplete" },
): { command: StoredCommand; choicesOf: "text" | "number" | null; data: Data } {
  const { world, channel, locale } = client;
  let choicesOf: "text" | "number" | null = null;
  const command = findCommand(client, { ...client, name: spec.name, type: Type.ChatInput });
  const { path, options } = findSubcommand(command, spec.subcommand, locale);
  const guild = world.guilds.get(channel.guildId ?? "") ?? null;
  const place = { world, guild, locale };
  const isComplete = spec.kind === "command";
  const values = optionValues(place, options, spec.options ?? {}, { isComplete });
  if (spec.kind === "autocomplete") {
    const focused = options.find((option) => isNamed(option, spec.focused.name, locale));
    if (!focused?.autocomplete)
      throw new ClientRefusal(`the option "${spec.focused.name}" offers nothing while it is typed`);
    choicesOf = focused.type === ApplicationCommandOptionType.String ? "text" : "number";
    values.push({ name: focused.name, type: Number(focused.type), value: spec.focused.value, focused: true });
  }
  const nested = path.reduceRight<Data[]>(
    (inner, { name, type }) => [{ name, type, options: inner }],
    values.map((value): Data => ({ ...value })),
  );
  const resolved = resolvedPayload(world, guild, values satisfies OptionValue[]);
  return {
    command,
    choicesOf,
    data: {
      id: command.id,
      name: command.definition.name,
      type: Type.ChatInput,
      ...(command.guildId === null ? {} : { guild_id: command.guildId }),
      ...(nested.length > 0 ? { options: nested } : {}),
      ...(Object.keys(resolved).length > 0 ? { resolved } : {}),
    },
  };
}

/** What a client sends for a command of a message's menu. @throws ClientRefusal */
export function messageCommandData(
  client: Client,
  spec: InteractSpec & { kind: "message-command" },
): { command: StoredCommand; data: Data } {
  const command = findCommand(client, { ...client, name: spec.name, type: Type.Message });
  const message = visibleTo(client, spec.message.id);
  return {
    command,
    data: {
      id: command.id,
      name: command.definition.name,
      type: Type.Message,
      ...(command.guildId === null ? {} : { guild_id: command.guildId }),
      target_id: message.id,
      resolved: { messages: { [message.id]: messagePayload(client.world, message) } },
    },
  };
}
