import { ApplicationCommandOptionType as Option } from "discord.js";
import type { CommandOption } from "../forms/command-form.ts";
import type { FakeGuild, World } from "../world.ts";
import { isNamed } from "./find-command.ts";
import { ClientRefusal, type OptionInput } from "./interact-spec.ts";

export interface OptionValue {
  name: string;
  type: number;
  value: OptionInput;
  focused?: true;
}

/** What is chosen from, for options that name members, roles and channels. */
export interface Place {
  world: World;
  guild: FakeGuild | null;
  locale: string;
}

/** What a client sends for the options that a member filled in, in the order of the definition. @throws ClientRefusal */
export function optionValues(
  place: Place,
  definitions: readonly CommandOption[],
  given: Readonly<Record<string, OptionInput>>,
  { isComplete }: { isComplete: boolean },
): OptionValue[] {
  for (const name of Object.keys(given))
    if (!definitions.some((option) => isNamed(option, name, place.locale)))
      throw new ClientRefusal(`there is no option "${name}"`);
  return definitions.flatMap((option) => {
    const found = Object.entries(given).find(([name]) => isNamed(option, name, place.locale));
    if (!found) {
      if (option.required && isComplete) throw new ClientRefusal(`the option "${option.name}" is required`);
      return [];
    }
    return [{ name: option.name, type: Number(option.type), value: valueFor(place, option, found[1]) }];
  });
}

function valueFor(place: Place, option: CommandOption, given: OptionInput): OptionInput {
  if (option.choices?.length) {
    const chosen = option.choices.find(
      (choice) =>
        choice.value === given || (typeof given === "string" && isNamed(choice, given, place.locale)),
    );
    if (!chosen) throw new ClientRefusal(`the option "${option.name}" has no choice "${given}"`);
    return chosen.value;
  }
  const fault = faultOf(place, option, given);
  if (fault !== null) throw new ClientRefusal(`the option "${option.name}" ${fault}`);
  return given;
}

/** What is wrong with what was given; null where it fits the option. */
function faultOf(place: Place, option: CommandOption, given: OptionInput): string | null {
  switch (option.type) {
    case Option.String:
      return typeof given === "string" ? textFault(option, given) : "is a text";
    case Option.Integer:
    case Option.Number:
      return typeof given === "number" ? numberFault(option, given) : "is a number";
    case Option.Boolean:
      return typeof given === "boolean" ? null : "is yes or no";
    default:
      return typeof given === "string" && exists(place, option, given) ? null : `cannot be "${given}"`;
  }
}

function textFault(
  { min_length = 0, max_length = 6000, required }: CommandOption,
  given: string,
): string | null {
  if (given.length < min_length || (given === "" && required)) return "is too short";
  return given.length > max_length ? "is too long" : null;
}

function numberFault({ type, min_value = -Infinity, max_value = Infinity }: CommandOption, given: number) {
  if (Number.isNaN(given)) return "is a number";
  if (type === Option.Integer && !Number.isSafeInteger(given)) return "is a whole number";
  return given < min_value || given > max_value ? "is out of range" : null;
}

function exists({ world, guild }: Place, { type, channel_types }: CommandOption, id: string): boolean {
  const isRole = guild?.roles.some((role) => role.id === id) === true;
  const channel = world.channels.get(id);
  if (type === Option.User) return world.users.has(id);
  if (type === Option.Role) return isRole;
  if (type === Option.Mentionable) return isRole || world.users.has(id);
  if (type !== Option.Channel || !channel || channel.guildId !== guild?.id) return false;
  return !channel_types?.length || channel_types.includes(channel.type);
}
