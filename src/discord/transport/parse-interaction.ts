import { ChannelType, InteractionType, ApplicationCommandOptionType as OptionType } from "discord.js";
import { z } from "zod";
import type { Language } from "../../domain/messages.ts";
import type { Interaction, InteractionChannel, OptionValue } from "../interaction.ts";
import {
  InteractionSchema,
  type MessageSchema,
  type RawInteraction,
  type RawOption,
} from "./interaction-schema.ts";

const EPHEMERAL = 1 << 6;

/**
 * Reads an interaction as Discord sends it, by the gateway or over HTTP.
 * @param receivedMs `performance.now()` of its arrival
 * @throws z.ZodError where it is none, or of a kind that is not known
 */
export function parseInteraction(data: unknown, receivedMs: number): Interaction {
  const raw = InteractionSchema.parse(data);
  const base = baseOf(raw, receivedMs);
  switch (raw.type) {
    case InteractionType.ApplicationCommand: {
      const { subcommand, options } = flatten(raw.data.options);
      const target = raw.data.resolved?.messages?.[raw.data.target_id ?? ""];
      return {
        ...base,
        kind: "command",
        name: raw.data.name,
        subcommand,
        options: valuesOf(options),
        target: target
          ? {
              id: target.id,
              channelId: target.channel_id,
              authorId: target.author.id,
              content: target.content,
            }
          : null,
      };
    }
    case InteractionType.ApplicationCommandAutocomplete: {
      const { subcommand, options } = flatten(raw.data.options);
      const focused = options.find((option) => option.focused);
      return {
        ...base,
        kind: "autocomplete",
        name: raw.data.name,
        subcommand,
        options: valuesOf(options),
        focused: { name: focused?.name ?? "", value: String(focused?.value ?? "") },
      };
    }
    case InteractionType.MessageComponent: {
      const { custom_id: customId, values } = raw.data;
      return { ...base, kind: "component", customId, values, message: messageOf(raw.message) };
    }
    case InteractionType.ModalSubmit: {
      const fields = raw.data.components.flatMap(({ components = [], component }) =>
        component ? [component] : components,
      );
      return {
        ...base,
        kind: "modal",
        customId: raw.data.custom_id,
        fields: Object.fromEntries(fields.map(({ custom_id, value }) => [custom_id, value])),
        message: raw.message ? messageOf(raw.message) : null,
      };
    }
  }
}

function baseOf(raw: RawInteraction, receivedMs: number) {
  const userId = (raw.member?.user ?? raw.user)?.id;
  if (userId === undefined) throw new z.ZodError([]);
  return {
    id: raw.id,
    token: raw.token,
    language: languageOf(raw.locale),
    guildId: raw.guild_id ?? null,
    channel: raw.channel ? channelOf(raw.channel) : null,
    userId,
    userPermissions: raw.member?.permissions ?? 0n,
    appPermissions: raw.app_permissions ?? 0n,
    receivedMs,
  };
}

/** The documents are Portuguese: English is for who says so. */
function languageOf(locale: string | null | undefined): Language {
  return locale?.startsWith("en") ? "en" : "pt-BR";
}

const THREADS: readonly number[] = [
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
];
const TEXTS: readonly number[] = [ChannelType.GuildText, ChannelType.GuildAnnouncement];
const DIRECTS: readonly number[] = [ChannelType.DM, ChannelType.GroupDM];

/** A channel as Discord describes it. */
export function channelOf(raw: {
  id: string;
  type: number;
  parent_id?: string | null | undefined;
}): InteractionChannel {
  const kind = THREADS.includes(raw.type)
    ? "thread"
    : TEXTS.includes(raw.type)
      ? "text"
      : DIRECTS.includes(raw.type)
        ? "direct"
        : "other";
  // The parent of a channel is its category, which says nothing about what is asked there.
  return { id: raw.id, kind, parentId: kind === "thread" ? (raw.parent_id ?? null) : null };
}

function messageOf({ id, channel_id: channelId, flags }: z.infer<typeof MessageSchema>) {
  return { id, channelId, isEphemeral: (flags & EPHEMERAL) !== 0 };
}

/** The options of the subcommand that was chosen, if there is one; `group name` for one in a group. */
function flatten(options: RawOption[]): { subcommand: string | null; options: RawOption[] } {
  const [first] = options;
  if (first?.type === OptionType.Subcommand) return { subcommand: first.name, options: first.options ?? [] };
  if (first?.type === OptionType.SubcommandGroup) {
    const inner = flatten(first.options ?? []);
    return { subcommand: `${first.name} ${inner.subcommand}`, options: inner.options };
  }
  return { subcommand: null, options };
}

function valuesOf(options: readonly RawOption[]): Record<string, OptionValue> {
  return Object.fromEntries(
    options.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
  );
}
