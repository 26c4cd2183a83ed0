import { z } from "zod";
import { addIssue, integer, list, text, url } from "./form.ts";

const WEB = ["http", "https"];
const MEDIA = ["http", "https", "attachment"];

export const MAX_EMBEDS_CHARACTERS = 6000;

const Timestamp = z.string().superRefine((value, context) => {
  if (Number.isNaN(Date.parse(value)))
    addIssue(context, "DATE_TIME_TYPE_PARSE", `Could not parse ${value.slice(0, 40)}. Should be ISO8601.`);
});

const EmbedForm = z.object({
  title: text({ max: 256 }).exactOptional(),
  description: text({ max: 4096 }).exactOptional(),
  url: url(WEB).exactOptional(),
  timestamp: Timestamp.exactOptional(),
  color: integer({ min: 0, max: 0xffffff }).exactOptional(),
  footer: z
    .object({ text: text({ min: 1, max: 2048 }), icon_url: url(MEDIA).exactOptional() })
    .exactOptional(),
  image: z.object({ url: url(MEDIA) }).exactOptional(),
  thumbnail: z.object({ url: url(MEDIA) }).exactOptional(),
  author: z
    .object({
      name: text({ min: 1, max: 256 }),
      url: url(WEB).exactOptional(),
      icon_url: url(MEDIA).exactOptional(),
    })
    .exactOptional(),
  fields: list(
    z.object({
      name: text({ min: 1, max: 256 }),
      value: text({ min: 1, max: 1024 }),
      inline: z.boolean().exactOptional(),
    }),
    { max: 25 },
  ).exactOptional(),
});

type Embed = z.output<typeof EmbedForm>;

/** The embeds of one message, whose texts are counted together. */
export const EmbedsForm = list(EmbedForm, { max: 10 }).superRefine((embeds, context) => {
  const characters = embeds.reduce((sum, embed) => sum + charactersOf(embed), 0);
  if (characters > MAX_EMBEDS_CHARACTERS)
    addIssue(
      context,
      "MAX_EMBED_SIZE_EXCEEDED",
      `Embed size exceeds maximum size of ${MAX_EMBEDS_CHARACTERS}`,
    );
});

function charactersOf(embed: Embed): number {
  const texts = [
    embed.title,
    embed.description,
    embed.footer?.text,
    embed.author?.name,
    ...(embed.fields ?? []).flatMap(({ name, value }) => [name, value]),
  ];
  return texts.reduce((sum, one) => sum + (one?.length ?? 0), 0);
}

/** An embed that shows nothing is left out of a message. */
export function isEmptyEmbed(embed: Embed): boolean {
  return charactersOf(embed) === 0 && embed.image === undefined && embed.thumbnail === undefined;
}
