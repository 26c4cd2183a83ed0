import { ChannelType, MessageType } from "discord.js";
import { z } from "zod";
import type { BotMessage } from "../../message-event.ts";
import { channelOf } from "../parse-interaction.ts";

const AuthorSchema = z.object({ id: z.string(), bot: z.boolean().default(false) });
const MessageSchema = z.object({
  id: z.string(),
  channel_id: z.string(),
  guild_id: z.string().nullish(),
  type: z.number(),
  content: z.string(),
  author: AuthorSchema,
  webhook_id: z.string().nullish(),
  mentions: z.array(z.object({ id: z.string() })).default([]),
  message_reference: z.object({ message_id: z.string().optional() }).nullish(),
  referenced_message: z
    .object({ id: z.string(), content: z.string(), author: AuthorSchema, webhook_id: z.string().nullish() })
    .nullish(),
});

/** A channel that the bot knows of. */
export interface KnownChannel {
  id: string;
  type: number;
  name: string | null;
  parentId: string | null;
  /** Of the parent, null where it has none or that is not known. */
  parentType: number | null;
}

const WRITTEN_BY_SOMEBODY: readonly number[] = [MessageType.Default, MessageType.Reply];
const FORUMS: readonly number[] = [ChannelType.GuildForum, ChannelType.GuildMedia];

/**
 * Reads a message as the gateway tells of it. Null for one that nobody wrote: somebody joined, a message was pinned.
 * @throws z.ZodError where it is no message
 */
export function parseMessage(
  data: unknown,
  at: {
    botId: string;
    hasMessageContent: boolean;
    channel: (id: string) => KnownChannel | null;
    receivedMs: number;
  },
): BotMessage | null {
  const raw = MessageSchema.parse(data);
  if (!WRITTEN_BY_SOMEBODY.includes(raw.type)) return null;
  const known = at.channel(raw.channel_id);
  const guildId = raw.guild_id ?? null;
  const replied = raw.referenced_message ?? null;
  const mentionsBot = raw.mentions.some(({ id }) => id === at.botId);
  return {
    id: raw.id,
    channelId: raw.channel_id,
    guildId,
    authorId: raw.author.id,
    authorIsBot: isProgram(raw),
    content: raw.content,
    hasContentAccess: guildId === null || mentionsBot || at.hasMessageContent,
    mentionsBot,
    replyToId: raw.message_reference?.message_id ?? null,
    replyTo: replied
      ? {
          id: replied.id,
          authorId: replied.author.id,
          authorIsBot: isProgram(replied),
          content: replied.content,
        }
      : null,
    // The first message of a forum's thread has the thread's id.
    kind:
      raw.id === raw.channel_id && known !== null && FORUMS.includes(known.parentType ?? -1)
        ? "forum-post"
        : "message",
    channel: placeOf(raw.channel_id, guildId, known),
    receivedMs: at.receivedMs,
  };
}

/** What a webhook writes is a program's, whatever name it goes by. */
function isProgram(message: { author: { bot: boolean }; webhook_id?: string | null | undefined }): boolean {
  return message.author.bot || (message.webhook_id ?? null) !== null;
}

function placeOf(id: string, guildId: string | null, known: KnownChannel | null): BotMessage["channel"] {
  if (guildId === null) return { id, kind: "direct", parentId: null, name: null };
  if (known === null) return null;
  return { ...channelOf({ id, type: known.type, parent_id: known.parentId }), name: known.name };
}
