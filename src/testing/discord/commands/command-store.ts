import { ApplicationCommandType as Type } from "discord.js";
import { formRefusal, refusal } from "../discord-refusal.ts";
import { type CommandDefinition, CommandForm, type CommandOption } from "../forms/command-form.ts";
import { parseForm } from "../forms/form.ts";
import type { World } from "../world.ts";

const MAX_BY_TYPE = { [Type.ChatInput]: 100, [Type.User]: 15, [Type.Message]: 15 };
const MAX_CREATES_A_DAY = 200;

export interface StoredCommand {
  id: string;
  guildId: string | null;
  /** Another one after each change. */
  version: string;
  type: Type.ChatInput | Type.User | Type.Message;
  definition: CommandDefinition;
}

export type CommandStore = ReturnType<typeof createCommandStore>;

/** The commands that are registered, in general (null) and for each guild. */
export function createCommandStore(world: World) {
  const scopes = new Map<string | null, StoredCommand[]>();
  const creates = new Map<string | null, number>();

  const list = (guildId: string | null) => scopes.get(guildId) ?? [];

  function upsert(guildId: string | null, definition: CommandDefinition, before: readonly StoredCommand[]) {
    const type = definition.type ?? Type.ChatInput;
    const same = before.find((one) => one.type === type && one.definition.name === definition.name);
    if (same) return { command: changed(same, definition), isNew: false };
    const count = (creates.get(guildId) ?? 0) + 1;
    if (count > MAX_CREATES_A_DAY) throw refusal(30034);
    creates.set(guildId, count);
    const id = world.nextId();
    return { command: { id, guildId, version: id, type, definition }, isNew: true };
  }

  function changed(command: StoredCommand, definition: CommandDefinition): StoredCommand {
    const isSame = JSON.stringify(definition) === JSON.stringify(command.definition);
    return { ...command, definition, version: isSame ? command.version : world.nextId() };
  }

  function save(guildId: string | null, commands: StoredCommand[]): void {
    for (const [type, max] of Object.entries(MAX_BY_TYPE))
      if (commands.filter((one) => one.type === Number(type)).length > max) throw refusal(30032);
    scopes.set(guildId, commands);
    world.touch();
  }

  function find(guildId: string | null, id: string): StoredCommand {
    const found = list(guildId).find((one) => one.id === id);
    if (!found) throw refusal(10063);
    return found;
  }

  return {
    list,
    find,
    /** POST: makes a command, or changes the one of this name. */
    put(guildId: string | null, body: unknown): { command: StoredCommand; isNew: boolean } {
      const before = list(guildId);
      const made = upsert(guildId, parseForm(CommandForm, body), before);
      save(guildId, [...before.filter(({ id }) => id !== made.command.id), made.command]);
      return made;
    },
    /** PUT: these and no others; those of a name that was there keep their id. */
    replace(guildId: string | null, body: unknown): StoredCommand[] {
      const definitions = parseForm(CommandForm.array(), body);
      const keys = definitions.map(({ type, name }) => `${type ?? Type.ChatInput} ${name}`);
      for (const [at, key] of keys.entries())
        if (keys.indexOf(key) < at)
          throw formRefusal([
            {
              path: [at, "name"],
              code: "APPLICATION_COMMANDS_DUPLICATE_NAME",
              message: "Application command names must be unique",
            },
          ]);
      const before = list(guildId);
      const next = definitions.map((definition) => upsert(guildId, definition, before).command);
      save(guildId, next);
      return next;
    },
    change(guildId: string | null, id: string, body: unknown): StoredCommand {
      const before = find(guildId, id);
      const merged = { ...before.definition, ...(typeof body === "object" ? body : {}), type: before.type };
      const next = changed(before, parseForm(CommandForm, merged));
      if (
        list(guildId).some(
          (one) => one.id !== id && one.type === next.type && one.definition.name === next.definition.name,
        )
      )
        throw formRefusal([
          {
            path: ["name"],
            code: "APPLICATION_COMMANDS_DUPLICATE_NAME",
            message: "Application command names must be unique",
          },
        ]);
      save(
        guildId,
        list(guildId).map((one) => (one.id === id ? next : one)),
      );
      return next;
    },
    remove(guildId: string | null, id: string): void {
      const { id: own } = find(guildId, id);
      save(
        guildId,
        list(guildId).filter((one) => one.id !== own),
      );
    },
  };
}

/**
 * A command as the API tells of it: defaults are filled in, and what is false by default is left out of options.
 * @param withLocalizations of a list they come only when they are asked for
 */
export function commandPayload(
  world: World,
  command: StoredCommand,
  { withLocalizations }: { withLocalizations: boolean },
): Record<string, unknown> {
  const { definition } = command;
  const localizations = withLocalizations
    ? {
        name_localizations: definition.name_localizations ?? null,
        description_localizations: definition.description_localizations ?? null,
      }
    : {};
  return {
    id: command.id,
    application_id: world.applicationId,
    ...(command.guildId === null
      ? {
          dm_permission: definition.dm_permission ?? true,
          contexts: definition.contexts ?? null,
          integration_types: definition.integration_types ?? [0],
        }
      : { guild_id: command.guildId }),
    version: command.version,
    default_permission: true,
    default_member_permissions: definition.default_member_permissions ?? null,
    type: command.type,
    name: definition.name,
    description: definition.description ?? "",
    ...localizations,
    ...(definition.options
      ? { options: definition.options.map((option) => optionPayload(option, withLocalizations)) }
      : {}),
    nsfw: definition.nsfw ?? false,
  };
}

function optionPayload(option: CommandOption, withLocalizations: boolean): Record<string, unknown> {
  const { required, autocomplete, options, name_localizations, description_localizations, ...rest } = option;
  return {
    ...rest,
    ...(required ? { required } : {}),
    ...(autocomplete ? { autocomplete } : {}),
    ...(withLocalizations
      ? {
          ...(name_localizations ? { name_localizations } : {}),
          ...(description_localizations ? { description_localizations } : {}),
        }
      : {}),
    ...(options ? { options: options.map((one) => optionPayload(one, withLocalizations)) } : {}),
  };
}
