import { InteractionType } from "discord.js";
import { z } from "zod";
import type { OptionValue } from "../interaction.ts";

const UserSchema = z.object({ id: z.string() });
const PermissionsSchema = z
  .string()
  .regex(/^\d+$/)
  .transform((bits) => BigInt(bits));
const ChannelSchema = z.object({
  id: z.string(),
  type: z.number(),
  parent_id: z.string().nullish(),
});

const BaseSchema = z.object({
  id: z.string(),
  token: z.string().min(1),
  guild_id: z.string().nullish(),
  channel: ChannelSchema.nullish(),
  member: z.object({ user: UserSchema, permissions: PermissionsSchema }).nullish(),
  user: UserSchema.nullish(),
  locale: z.string().nullish(),
  app_permissions: PermissionsSchema.nullish(),
});

/** An option as Discord sends it; that of a subcommand has options of its own. */
export interface RawOption {
  name: string;
  type: number;
  value?: OptionValue | undefined;
  focused?: boolean | undefined;
  options?: RawOption[] | undefined;
}
const OptionSchema: z.ZodType<RawOption> = z.lazy(() =>
  z.object({
    name: z.string(),
    type: z.number(),
    value: z.union([z.string(), z.number(), z.boolean()]).optional(),
    focused: z.boolean().optional(),
    options: z.array(OptionSchema).optional(),
  }),
);
const TargetSchema = z.object({
  id: z.string(),
  channel_id: z.string(),
  content: z.string(),
  author: UserSchema,
});
const CommandSchema = z.object({
  name: z.string(),
  options: z.array(OptionSchema).default([]),
  target_id: z.string().optional(),
  resolved: z.object({ messages: z.record(z.string(), TargetSchema).optional() }).optional(),
});
/** The message of a component. */
export const MessageSchema = z.object({
  id: z.string(),
  channel_id: z.string(),
  flags: z.number().default(0),
});
const ComponentSchema = z.object({ custom_id: z.string(), values: z.array(z.string()).default([]) });
const FieldSchema = z.object({ custom_id: z.string(), value: z.string().default("") });
const ModalSchema = z.object({
  custom_id: z.string(),
  // A field stands in a row of its own, or in a label.
  components: z.array(
    z.object({ components: z.array(FieldSchema).optional(), component: FieldSchema.optional() }),
  ),
});

/** An interaction as Discord sends it, as far as it is looked at. */
export const InteractionSchema = z.discriminatedUnion("type", [
  BaseSchema.extend({ type: z.literal(InteractionType.ApplicationCommand), data: CommandSchema }),
  BaseSchema.extend({ type: z.literal(InteractionType.ApplicationCommandAutocomplete), data: CommandSchema }),
  BaseSchema.extend({
    type: z.literal(InteractionType.MessageComponent),
    data: ComponentSchema,
    message: MessageSchema,
  }),
  BaseSchema.extend({
    type: z.literal(InteractionType.ModalSubmit),
    data: ModalSchema,
    message: MessageSchema.nullish(),
  }),
]);
export type RawInteraction = z.infer<typeof InteractionSchema>;
