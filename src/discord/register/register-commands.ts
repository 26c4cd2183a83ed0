import type { RESTPostAPIApplicationCommandsJSONBody } from "discord.js";
import { z } from "zod";
import type { DiscordRest } from "../send/discord-rest.ts";
import { readAnswer } from "../send/read-answer.ts";
import { isSameDefinition } from "./same-definition.ts";

const CHAT_INPUT = 1;
const CommandsSchema = z.array(
  z.looseObject({ id: z.string(), name: z.string(), type: z.number().default(CHAT_INPUT) }),
);
const CommandSchema = z.looseObject({ id: z.string() });

/** What a registration does, by the names of the commands. */
export interface Registration {
  created: string[];
  updated: string[];
  deleted: string[];
  unchanged: string[];
  /** By name, as Discord has them afterwards; a dry run knows those that are there already. */
  ids: Record<string, string>;
}

/**
 * Makes Discord know exactly these commands. What is there already in the same words is left alone, so that doing it again
 * changes nothing and uses up none of the 200 commands that may be created in a day.
 * @param options.guildId commands of one guild, which are there at once; null: those of all guilds
 * @throws DiscordError
 */
export async function registerCommands(options: {
  rest: DiscordRest;
  applicationId: string;
  guildId: string | null;
  definitions: readonly Definition[];
  dryRun: boolean;
  signal?: AbortSignal;
}): Promise<Registration> {
  const { rest, applicationId, guildId, definitions, dryRun, signal } = options;
  const path =
    `/applications/${applicationId}${guildId === null ? "" : `/guilds/${guildId}`}/commands` as const;
  const abort = signal ? { signal } : {};
  const answer = await rest.call({
    method: "GET",
    path,
    query: new URLSearchParams({ with_localizations: "true" }),
    doing: "list the commands",
    ...abort,
  });
  const plan = planRegistration(definitions, readAnswer(CommandsSchema, answer, "a list of commands"));
  const ids = Object.fromEntries([...plan.unchanged, ...plan.update].map(({ name, id }) => [name, id]));
  // A command is replaced by one of its name; a PATCH would leave in place what a definition no longer says.
  const write = async (definition: Definition) => {
    const doing = `register the command ${definition.name}`;
    const made = await rest.call({ method: "POST", path, doing, body: definition, ...abort });
    ids[definition.name] = readAnswer(CommandSchema, made, "a command").id;
  };
  if (!dryRun) {
    for (const definition of plan.create) await write(definition);
    for (const { definition } of plan.update) await write(definition);
    for (const { id, name } of plan.delete)
      await rest.call({
        method: "DELETE",
        path: `${path}/${id}`,
        doing: `remove the command ${name}`,
        ...abort,
      });
  }
  return {
    created: plan.create.map(({ name }) => name),
    updated: plan.update.map(({ name }) => name),
    deleted: plan.delete.map(({ name }) => name),
    unchanged: plan.unchanged.map(({ name }) => name),
    ids,
  };
}

type Definition = RESTPostAPIApplicationCommandsJSONBody;

function planRegistration(definitions: readonly Definition[], there: z.infer<typeof CommandsSchema>) {
  const found = definitions.map((definition) => {
    const { name, type = CHAT_INPUT } = definition;
    return { definition, known: there.find((command) => command.name === name && command.type === type) };
  });
  const known = found.flatMap(({ definition, known }) =>
    known
      ? [{ id: known.id, name: definition.name, definition, isSame: isSameDefinition(definition, known) }]
      : [],
  );
  return {
    create: found.filter(({ known }) => !known).map(({ definition }) => definition),
    update: known.filter(({ isSame }) => !isSame),
    unchanged: known.filter(({ isSame }) => isSame),
    delete: there.filter(({ id }) => !known.some((one) => one.id === id)),
  };
}
