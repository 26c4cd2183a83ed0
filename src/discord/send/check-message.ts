import type { APIApplicationCommandOptionChoice, APIEmbed } from "discord.js";
import { ComponentType } from "discord.js";
import { DiscordError } from "../discord-error.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";

/** Of what is sent, what there is too much of. */
interface Excess {
  what: string;
  size: number;
  max: number;
}

/**
 * Refuses a message that Discord would refuse for its size, and names what is too long. It is never cut here: whoever made
 * it knows how to page it.
 * @throws DiscordError `DISCORD_OVER_LIMIT`
 */
export function checkMessage({
  content = "",
  embeds = [],
  components = [],
  files = [],
}: OutgoingMessage): void {
  refuse([
    { what: "content", size: content.length, max: 2000 },
    { what: "embeds", size: embeds.length, max: 10 },
    { what: "all embeds together", size: embeds.reduce((sum, embed) => sum + sizeOf(embed), 0), max: 6000 },
    ...embeds.flatMap((embed, index) => partsOf(embed, `embed ${index + 1}`)),
    { what: "rows of components", size: components.length, max: 5 },
    ...components.flatMap((row, index) => [
      { what: `components of row ${index + 1}`, size: row.components.length, max: 5 },
      ...row.components.flatMap((component) => [
        { what: "a custom id", size: "custom_id" in component ? component.custom_id.length : 0, max: 100 },
        {
          what: "a button's label",
          size: component.type === ComponentType.Button && "label" in component ? length(component.label) : 0,
          max: 80,
        },
      ]),
    ]),
    { what: "files", size: files.length, max: 10 },
    {
      what: "bytes of all files",
      size: files.reduce((sum, { bytes }) => sum + bytes.length, 0),
      max: 8 << 20,
    },
  ]);
}

/** @throws DiscordError `DISCORD_OVER_LIMIT` */
export function checkChoices(choices: readonly APIApplicationCommandOptionChoice<string>[]): void {
  refuse([
    { what: "choices", size: choices.length, max: 25 },
    ...choices.flatMap(({ name, value }) => [
      { what: "a choice's name", size: name.length, max: 100 },
      { what: "a choice's value", size: value.length, max: 100 },
    ]),
  ]);
}

function partsOf(embed: APIEmbed, at: string): Excess[] {
  const { title, description, footer, author, fields = [] } = embed;
  return [
    { what: `${at}: title`, size: length(title), max: 256 },
    { what: `${at}: description`, size: length(description), max: 4096 },
    { what: `${at}: footer`, size: length(footer?.text), max: 2048 },
    { what: `${at}: author`, size: length(author?.name), max: 256 },
    { what: `${at}: fields`, size: fields.length, max: 25 },
    ...fields.flatMap(({ name, value }, index) => [
      { what: `${at}: name of field ${index + 1}`, size: name.length, max: 256 },
      { what: `${at}: value of field ${index + 1}`, size: value.length, max: 1024 },
    ]),
  ];
}

function sizeOf({ title, description, footer, author, fields = [] }: APIEmbed): number {
  const texts = [title, description, footer?.text, author?.name, ...fields.flatMap((f) => [f.name, f.value])];
  return texts.reduce<number>((sum, text) => sum + length(text), 0);
}

const length = (text: string | undefined) => text?.length ?? 0;

function refuse(parts: readonly Excess[]): void {
  const found = parts.filter(({ size, max }) => size > max);
  if (found.length === 0) return;
  throw new DiscordError({
    code: "DISCORD_OVER_LIMIT",
    message: `a message is over Discord's limits: ${found.map(({ what, size, max }) => `${what} ${size} > ${max}`).join("; ")}`,
    hint: "this is a fault of this program: please report it",
  });
}
