import { ComponentType } from "discord.js";
import { z } from "zod";
import { hasUniqueIds } from "./check-layout.ts";
import { StringSelectForm, TextDisplayForm } from "./component-form.ts";
import { addIssue, integer, list, text } from "./form.ts";

export const CallbackForm = z.object({ type: z.number(), data: z.unknown().optional() });

const Localizations = z.record(z.string(), text({ min: 1, max: 100 })).exactOptional();

const choicesForm = <Value extends z.ZodType>(value: Value) =>
  z.object({
    choices: list(z.object({ name: text({ min: 1, max: 100 }), name_localizations: Localizations, value }), {
      max: 25,
    }),
  });

/** What an option being typed may become. */
export const ChoicesForms = {
  text: choicesForm(text({ min: 1, max: 100 })),
  number: choicesForm(z.number()),
};

const TextInputForm = z
  .object({
    type: z.literal(ComponentType.TextInput),
    custom_id: text({ min: 1, max: 100 }),
    style: integer({ min: 1, max: 2 }),
    label: text({ min: 1, max: 45 }).exactOptional(),
    min_length: integer({ min: 0, max: 4000 }).exactOptional(),
    max_length: integer({ min: 1, max: 4000 }).exactOptional(),
    required: z.boolean().exactOptional(),
    value: text({ max: 4000 }).exactOptional(),
    placeholder: text({ max: 100 }).exactOptional(),
  })
  .superRefine(({ min_length = 0, max_length = 4000, value }, context) => {
    if (min_length > max_length)
      addIssue(context, "BASE_TYPE_BAD_LENGTH", `Must be between 0 and ${max_length} in length.`, [
        "min_length",
      ]);
    if (value !== undefined && value.length > max_length)
      addIssue(context, "BASE_TYPE_MAX_LENGTH", `Must be ${max_length} or fewer in length.`, ["value"]);
  });

const RowForm = z
  .object({
    type: z.literal(ComponentType.ActionRow),
    components: list(z.discriminatedUnion("type", [TextInputForm]), { min: 1, max: 1 }),
  })
  .superRefine(({ components }, context) => {
    if (components.length === 1 && components[0]?.label === undefined)
      addIssue(context, "BASE_TYPE_REQUIRED", "This field is required", ["components", 0, "label"]);
  });

const LabelForm = z.object({
  type: z.literal(ComponentType.Label),
  label: text({ min: 1, max: 45 }),
  description: text({ max: 100 }).exactOptional(),
  component: z.discriminatedUnion("type", [TextInputForm, StringSelectForm]),
});

export const ModalForm = z
  .object({
    custom_id: text({ min: 1, max: 100 }),
    title: text({ min: 1, max: 45 }),
    components: list(z.discriminatedUnion("type", [RowForm, LabelForm, TextDisplayForm]), { min: 1, max: 5 }),
  })
  .superRefine(({ components }, context) => hasUniqueIds(components, context));

export type Modal = z.output<typeof ModalForm>;
export type ModalField = z.output<typeof TextInputForm> | z.output<typeof StringSelectForm>;
export type Choice = z.output<(typeof ChoicesForms)[keyof typeof ChoicesForms]>["choices"][number];

/** The fields that a member fills in. */
export function fieldsOf(modal: Modal): ModalField[] {
  return modal.components.flatMap((one): ModalField[] => {
    if (one.type === ComponentType.Label) return [one.component];
    return one.type === ComponentType.ActionRow ? one.components : [];
  });
}
