import { ButtonStyle, ComponentType } from "discord.js";
import { z } from "zod";
import { addIssue, integer, list, snowflake, text, url } from "./form.ts";

const CUSTOM_ID = text({ min: 1, max: 100 });
const ID = integer({ min: 0, max: 2 ** 31 - 1 }).exactOptional();
const EMOJI = /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic}\uFE0F?)$/v;

/** A guild's own emoji by its id, or one of Unicode's as its name; Discord calls the error so in lists too. */
const Emoji = z
  .object({
    id: snowflake.exactOptional(),
    name: text({ max: 64 }).exactOptional(),
    animated: z.boolean().exactOptional(),
  })
  .superRefine(({ id, name = "" }, context) => {
    if (id === undefined && !EMOJI.test(name))
      addIssue(context, "BUTTON_COMPONENT_INVALID_EMOJI", "Invalid emoji", ["name"]);
  });

const ButtonForm = z
  .object({
    type: z.literal(ComponentType.Button),
    id: ID,
    style: z.enum(ButtonStyle),
    label: text({ min: 1, max: 80 }).exactOptional(),
    emoji: Emoji.exactOptional(),
    custom_id: CUSTOM_ID.exactOptional(),
    url: url(["http", "https", "discord"], 512).exactOptional(),
    disabled: z.boolean().exactOptional(),
  })
  .superRefine((button, context) => {
    if (button.label === undefined && button.emoji === undefined)
      addIssue(context, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A label or an emoji is required");
    const isLink = button.style === ButtonStyle.Link;
    if (isLink && button.url === undefined)
      addIssue(context, "BUTTON_COMPONENT_URL_REQUIRED", "A url is required", ["url"]);
    if (!isLink && button.custom_id === undefined)
      addIssue(context, "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required", ["custom_id"]);
    if (isLink ? button.custom_id !== undefined : button.url !== undefined)
      addIssue(
        context,
        "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE",
        "A custom id and url cannot both be specified",
      );
  });

const select = {
  id: ID,
  custom_id: CUSTOM_ID,
  placeholder: text({ max: 150 }).exactOptional(),
  min_values: integer({ min: 0, max: 25 }).exactOptional(),
  max_values: integer({ min: 1, max: 25 }).exactOptional(),
  disabled: z.boolean().exactOptional(),
  required: z.boolean().exactOptional(),
};

export const StringSelectForm = z
  .object({
    type: z.literal(ComponentType.StringSelect),
    ...select,
    options: list(
      z.object({
        label: text({ min: 1, max: 100 }),
        value: text({ min: 1, max: 100 }),
        description: text({ max: 100 }).exactOptional(),
        emoji: Emoji.exactOptional(),
        default: z.boolean().exactOptional(),
      }),
      { min: 1, max: 25 },
    ),
  })
  .superRefine((value, context) => {
    for (const [at, { value: own }] of value.options.entries())
      if (value.options.findIndex((other) => other.value === own) < at)
        addIssue(
          context,
          "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED",
          "The specified option value is already used",
          ["options", at, "value"],
        );
    const max = value.max_values ?? 1;
    if ((value.min_values ?? 1) > max || max > value.options.length)
      addIssue(context, "BASE_TYPE_BAD_LENGTH", `Must have at least ${max} options.`, ["options"]);
  });

const autoSelect = <Type extends ComponentType>(type: Type) => z.object({ type: z.literal(type), ...select });

const InRowForm = z.discriminatedUnion("type", [
  ButtonForm,
  StringSelectForm,
  autoSelect(ComponentType.UserSelect),
  autoSelect(ComponentType.RoleSelect),
  autoSelect(ComponentType.MentionableSelect),
  autoSelect(ComponentType.ChannelSelect),
]);

const RowForm = z
  .object({
    type: z.literal(ComponentType.ActionRow),
    id: ID,
    components: list(InRowForm, { min: 1, max: 5 }),
  })
  .superRefine(({ components }, context) => {
    const width = components.reduce((sum, { type }) => sum + (type === ComponentType.Button ? 1 : 5), 0);
    if (components.length <= 5 && width > 5)
      addIssue(
        context,
        "COMPONENT_LAYOUT_WIDTH_EXCEEDED",
        "The specified component exceeds the maximum width",
        ["components", components.length - 1],
      );
  });

export const TextDisplayForm = z.object({
  type: z.literal(ComponentType.TextDisplay),
  id: ID,
  content: text({ min: 1, max: 4000 }),
});
const Media = z.object({ url: url(["http", "https", "attachment"]) });
const ThumbnailForm = z.object({
  type: z.literal(ComponentType.Thumbnail),
  id: ID,
  media: Media,
  description: text({ max: 1024 }).exactOptional(),
  spoiler: z.boolean().exactOptional(),
});
const SectionForm = z.object({
  type: z.literal(ComponentType.Section),
  id: ID,
  components: list(TextDisplayForm, { min: 1, max: 3 }),
  accessory: z.discriminatedUnion("type", [ButtonForm, ThumbnailForm]),
});
const GalleryForm = z.object({
  type: z.literal(ComponentType.MediaGallery),
  id: ID,
  items: list(z.object({ media: Media, description: text({ max: 1024 }).exactOptional() }), {
    min: 1,
    max: 10,
  }),
});
const FileForm = z.object({
  type: z.literal(ComponentType.File),
  id: ID,
  file: z.object({ url: url(["attachment"]) }),
});
const SeparatorForm = z.object({
  type: z.literal(ComponentType.Separator),
  id: ID,
  divider: z.boolean().exactOptional(),
  spacing: integer({ min: 1, max: 2 }).exactOptional(),
});
const inContainer = [RowForm, SectionForm, TextDisplayForm, GalleryForm, FileForm, SeparatorForm] as const;
const ContainerForm = z.object({
  type: z.literal(ComponentType.Container),
  id: ID,
  components: list(z.discriminatedUnion("type", inContainer), { min: 1, max: 40 }),
  accent_color: integer({ min: 0, max: 0xffffff }).exactOptional(),
});

export const RowsForm = list(z.discriminatedUnion("type", [RowForm]), { max: 5 });
export const LayoutForm = list(z.discriminatedUnion("type", [...inContainer, ContainerForm]), { max: 40 });

/** What stands at the top of a message's components. */
export type MessageComponent = z.output<typeof LayoutForm>[number];
export type InRowComponent = z.output<typeof InRowForm>;
export type ButtonComponent = z.output<typeof ButtonForm>;
