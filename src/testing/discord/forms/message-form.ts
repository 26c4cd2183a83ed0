import { z } from "zod";
import { checkLayout, hasUniqueIds } from "./check-layout.ts";
import { LayoutForm, RowsForm } from "./component-form.ts";
import { EmbedsForm } from "./embed-form.ts";
import { addIssue, integer, list, oneOf, snowflake, text } from "./form.ts";

const AllowedMentionsForm = z
  .object({
    parse: z.array(oneOf(["roles", "users", "everyone"])).exactOptional(),
    users: list(snowflake, { max: 100 }).exactOptional(),
    roles: list(snowflake, { max: 100 }).exactOptional(),
    replied_user: z.boolean().exactOptional(),
  })
  .superRefine(({ parse = [], users = [], roles = [] }, context) => {
    if ((parse.includes("users") && users.length > 0) || (parse.includes("roles") && roles.length > 0))
      addIssue(
        context,
        "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
        'parse:["users"] and users: [ids...] are mutually exclusive.',
      );
  });

export type AllowedMentions = z.output<typeof AllowedMentionsForm>;

const fields = {
  content: text({ max: 2000 }).nullish(),
  embeds: EmbedsForm.nullish(),
  allowed_mentions: AllowedMentionsForm.nullish(),
  flags: integer({ min: 0, max: 2 ** 31 - 1 }).nullish(),
  attachments: list(
    z.object({
      id: z.union([z.string(), z.number()]),
      filename: text({ min: 1, max: 1024 }).exactOptional(),
      description: text({ max: 1024 }).exactOptional(),
    }),
    { max: 10 },
  ).nullish(),
  message_reference: z
    .object({ message_id: snowflake, fail_if_not_exists: z.boolean().exactOptional() })
    .nullish(),
  nonce: z.union([text({ max: 25 }), z.number()]).nullish(),
  enforce_nonce: z.boolean().nullish(),
  tts: z.boolean().nullish(),
};

const ClassicForm = z
  .object({ ...fields, components: RowsForm.nullish() })
  .superRefine(({ components }, context) => hasUniqueIds(components ?? [], context));

const LayoutMessageForm = z
  .object({ ...fields, components: LayoutForm.nullish() })
  .superRefine((message, context) => {
    hasUniqueIds(message.components ?? [], context);
    checkLayout(message.components ?? [], context);
    for (const key of ["content", "embeds"] as const)
      if (message[key]?.length)
        addIssue(
          context,
          "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
          `The '${key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
          [key],
        );
  });

/** A message to write, or what is to be changed of one. */
export type MessageBody = z.output<typeof ClassicForm> | z.output<typeof LayoutMessageForm>;

/** @param isLayout whether the message has Components V2, or is to have them */
export function messageForm(isLayout: boolean): typeof ClassicForm | typeof LayoutMessageForm {
  return isLayout ? LayoutMessageForm : ClassicForm;
}

const FlagsForm = z
  .looseObject({ flags: z.number().optional().catch(undefined) })
  .catch({ flags: undefined });

/** The flags of a body that is not yet checked. */
export function flagsOf(body: unknown): number {
  return FlagsForm.parse(body).flags ?? 0;
}
