import { Locale, ApplicationCommandOptionType as Option, ApplicationCommandType as Type } from "discord.js";
import { z } from "zod";
import { checkOptions, sizeOf } from "./check-command.ts";
import { addIssue, integer, list, oneOf, text } from "./form.ts";

const LOCALES = new Set<string>(Object.values(Locale));
/** Discord's own pattern of names; letters that have a lower case must be in it. */
const NAME = /^[-_'\p{L}\p{N}\p{sc=Devanagari}\p{sc=Thai}]{1,32}$/u;
const MAX_SIZE = 8000;

function isName(value: string): boolean {
  return NAME.test(value) && value === value.toLowerCase();
}

function name(code: string, what: string) {
  return text({ min: 1, max: 32 }).superRefine((value, context) => {
    if (!isName(value)) addIssue(context, code, `${what} name is invalid`);
  });
}

function localizations<Value extends z.ZodType<string>>(value: Value) {
  return z
    .record(z.string(), value)
    .superRefine((all, context) => {
      for (const locale of Object.keys(all))
        if (!LOCALES.has(locale))
          addIssue(context, "BASE_TYPE_CHOICES", `Value must be one of {${[...LOCALES].join(", ")}}.`, [
            locale,
          ]);
    })
    .exactOptional();
}

const ChoiceForm = z.object({
  name: text({ min: 1, max: 100 }),
  name_localizations: localizations(text({ min: 1, max: 100 })),
  value: z.union([text({ min: 1, max: 100 }), z.number()]),
});

const OptionName = name("APPLICATION_COMMAND_INVALID_NAME", "Command option");

const leaf = {
  type: oneOf(Object.values(Option).filter((value) => typeof value === "number")),
  name: OptionName,
  name_localizations: localizations(OptionName),
  description: text({ min: 1, max: 100 }),
  description_localizations: localizations(text({ min: 1, max: 100 })),
  required: z.boolean().exactOptional(),
  choices: list(ChoiceForm, { max: 25 }).exactOptional(),
  channel_types: z.array(z.number()).exactOptional(),
  min_value: z.number().exactOptional(),
  max_value: z.number().exactOptional(),
  min_length: integer({ min: 0, max: 6000 }).exactOptional(),
  max_length: integer({ min: 1, max: 6000 }).exactOptional(),
  autocomplete: z.boolean().exactOptional(),
};

export interface CommandOption extends z.output<z.ZodObject<typeof leaf>> {
  options?: CommandOption[];
}

const OptionForm: z.ZodType<CommandOption> = z.object({
  ...leaf,
  get options() {
    return list(OptionForm, { max: 25 }).exactOptional();
  },
});

export const CommandForm = z
  .object({
    type: oneOf([Type.ChatInput, Type.User, Type.Message]).exactOptional(),
    name: text({ min: 1, max: 32 }),
    name_localizations: localizations(text({ min: 1, max: 32 })),
    description: text({ max: 100 }).exactOptional(),
    description_localizations: localizations(text({ min: 1, max: 100 })),
    options: list(OptionForm, { max: 25 }).exactOptional(),
    default_member_permissions: z
      .string()
      .regex(/^\d{1,20}$/)
      .nullish(),
    dm_permission: z.boolean().nullish(),
    nsfw: z.boolean().exactOptional(),
    contexts: list(oneOf([0, 1, 2]), { min: 1, max: 3 }).nullish(),
    integration_types: list(oneOf([0, 1]), { min: 1, max: 2 }).nullish(),
  })
  .superRefine((command, context) => {
    if ((command.type ?? Type.ChatInput) === Type.ChatInput) checkSlash(command, context);
    else if (command.description || command.options?.length)
      addIssue(
        context,
        "APPLICATION_COMMAND_INVALID_DESCRIPTION",
        "Context menu commands cannot have description or options",
      );
    if (sizeOf(command) > MAX_SIZE)
      addIssue(context, "APPLICATION_COMMAND_TOO_LARGE", `Command exceeds maximum size (${MAX_SIZE})`);
  });

export type CommandDefinition = z.output<typeof CommandForm>;

function checkSlash(
  command: Pick<CommandDefinition, "name" | "name_localizations" | "description" | "options">,
  context: z.core.$RefinementCtx,
): void {
  const invalid = (path: string[]) =>
    addIssue(context, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid", path);
  if (!isName(command.name)) invalid(["name"]);
  for (const [locale, one] of Object.entries(command.name_localizations ?? {}))
    if (!isName(one)) invalid(["name_localizations", locale]);
  if (command.description === undefined)
    addIssue(context, "BASE_TYPE_REQUIRED", "This field is required", ["description"]);
  else if (command.description.trim() === "")
    addIssue(context, "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.", ["description"]);
  checkOptions(command.options ?? [], context, ["options"], null);
}
