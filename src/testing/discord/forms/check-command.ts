import { ApplicationCommandOptionType as Option } from "discord.js";
import type { z } from "zod";
import type { CommandDefinition, CommandOption } from "./command-form.ts";
import { addIssue } from "./form.ts";

const GROUPS: readonly Option[] = [Option.Subcommand, Option.SubcommandGroup];
const NUMBERS: readonly Option[] = [Option.Integer, Option.Number];
const TYPED: readonly Option[] = [Option.String, ...NUMBERS];

/** What Discord holds a command's options against beside their lengths. */
export function checkOptions(
  options: readonly CommandOption[],
  context: z.core.$RefinementCtx,
  path: (string | number)[],
  parent: Option | null,
): void {
  const hasGroups = options.some(({ type }) => GROUPS.includes(type));
  let optionalSeen = false;
  for (const [at, option] of options.entries()) {
    const own = [...path, at];
    if (options.findIndex(({ name }) => name === option.name) < at)
      addIssue(context, "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists", [
        ...own,
        "name",
      ]);
    if (hasGroups && !GROUPS.includes(option.type))
      addIssue(
        context,
        "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
        "Sub-command and sub-command group option types are mutually exclusive to all other types",
        own,
      );
    if (option.required && optionalSeen)
      addIssue(
        context,
        "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
        "Required options must be placed before non-required options",
        own,
      );
    if (!option.required && !GROUPS.includes(option.type)) optionalSeen = true;
    checkOne(option, context, own, parent);
  }
}

function checkOne(
  option: CommandOption,
  context: z.core.$RefinementCtx,
  path: (string | number)[],
  parent: Option | null,
): void {
  const wrong = (message: string, field: string) =>
    addIssue(context, "APPLICATION_COMMAND_OPTIONS_FIELD_INVALID", message, [...path, field]);
  if (GROUPS.includes(option.type)) {
    const fits = parent === null || (parent === Option.SubcommandGroup && option.type === Option.Subcommand);
    if (!fits) wrong("Sub-commands cannot be nested deeper", "type");
    checkOptions(option.options ?? [], context, [...path, "options"], option.type);
  } else if (option.options?.length) wrong("This type of option has no options", "options");
  if (option.choices?.length && option.autocomplete) wrong("Autocomplete excludes choices", "choices");
  if ((option.choices?.length || option.autocomplete) && !TYPED.includes(option.type))
    wrong("This type of option has no choices", "choices");
  for (const [message, field] of rangeErrors(option)) wrong(message, field);
  checkChoices(option, context, path);
}

function* rangeErrors(option: CommandOption): Generator<[message: string, field: string]> {
  const { type, min_length, max_length, min_value, max_value } = option;
  if ((min_length !== undefined || max_length !== undefined) && type !== Option.String)
    yield ["Only texts have a length", "max_length"];
  if ((min_length ?? 0) > (max_length ?? 6000)) yield ["min_length is over max_length", "min_length"];
  if ((min_value !== undefined || max_value !== undefined) && !NUMBERS.includes(type))
    yield ["Only numbers have a range", "max_value"];
}

function checkChoices(
  option: CommandOption,
  context: z.core.$RefinementCtx,
  path: (string | number)[],
): void {
  const isText = option.type === Option.String;
  for (const [at, { name, value }] of (option.choices ?? []).entries()) {
    if ((typeof value === "string") !== isText)
      addIssue(context, "BASE_TYPE_CHOICES", "The value is not of the option's type", [
        ...path,
        "choices",
        at,
        "value",
      ]);
    if (option.choices?.findIndex((other) => other.name === name) !== at)
      addIssue(
        context,
        "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_ALREADY_EXISTS",
        "Choice name already exists",
        [...path, "choices", at],
      );
  }
}

type Sized = Pick<
  CommandDefinition,
  "name" | "description" | "name_localizations" | "description_localizations"
> & {
  options?: CommandOption[];
};

/**
 * Characters of names, descriptions and choices' values: of each text the longest of its localizations counts, as Discord
 * counts.
 */
export function sizeOf(command: Sized): number {
  const longest = (own: string, others: Record<string, string> = {}) =>
    Math.max(own.length, ...Object.values(others).map((one) => one.length));
  const choices = (option: CommandOption) =>
    (option.choices ?? []).reduce(
      (sum, choice) => sum + longest(choice.name, choice.name_localizations) + String(choice.value).length,
      0,
    );
  const own =
    longest(command.name, command.name_localizations) +
    longest(command.description ?? "", command.description_localizations);
  return (command.options ?? []).reduce((sum, option) => sum + sizeOf(option) + choices(option), own);
}
