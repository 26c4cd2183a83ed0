import { ChannelType } from "discord.js";
import { z } from "zod";
import type { ChannelInfo, DiscordApi } from "../discord-api.ts";
import type { DiscordRest } from "./discord-rest.ts";
import { messageBody } from "./message-body.ts";
import { readAnswer } from "./read-answer.ts";
import { readSentMessage } from "./sent-message.ts";

const ChannelSchema = z.object({
  id: z.string(),
  type: z.number(),
  guild_id: z.string().nullish(),
  name: z.string().nullish(),
  parent_id: z.string().nullish(),
});
const ThreadSchema = z.object({ id: z.string() });

/** A thread is closed by Discord after a day without a message; the next one opens it again. */
const ARCHIVE_AFTER_MINUTES = 1440;
const TYPING_TIMEOUT_MS = 5000;

/**
 * What the bot does in Discord beside answering interactions. A message whose sending is tried again, because no answer came,
 * is not written twice.
 */
export function createDiscordApi(rest: DiscordRest): DiscordApi {
  return {
    async send({ channelId, message, replyTo, signal }) {
      const reply = replyTo === undefined ? {} : { replyTo };
      const { body, files } = messageBody(message, reply);
      const sent = await rest.call({
        method: "POST",
        path: `/channels/${channelId}/messages`,
        doing: "send a message",
        body: { ...body, nonce: crypto.randomUUID().slice(0, 23), enforce_nonce: true },
        files,
        ...(signal ? { signal } : {}),
      });
      return readSentMessage(sent);
    },
    async edit({ sent, message, signal }) {
      await rest.call({
        method: "PATCH",
        path: `/channels/${sent.channelId}/messages/${sent.id}`,
        doing: "change a message",
        ...messageBody(message),
        ...(signal ? { signal } : {}),
      });
    },
    async remove({ sent, signal }) {
      await rest.call({
        method: "DELETE",
        path: `/channels/${sent.channelId}/messages/${sent.id}`,
        doing: "delete a message",
        ...(signal ? { signal } : {}),
      });
    },
    async typing({ channelId, signal }) {
      await rest.call({
        method: "POST",
        path: `/channels/${channelId}/typing`,
        doing: "show that it is writing",
        timeoutMs: TYPING_TIMEOUT_MS,
        ...(signal ? { signal } : {}),
      });
    },
    async openThread({ channelId, name, messageId, signal }) {
      const at = messageId === undefined ? "" : `/messages/${messageId}`;
      const opened = await rest.call({
        method: "POST",
        path: `/channels/${channelId}${at}/threads`,
        doing: "open a thread",
        body: {
          name,
          auto_archive_duration: ARCHIVE_AFTER_MINUTES,
          ...(messageId === undefined ? { type: ChannelType.PublicThread } : {}),
        },
        ...(signal ? { signal } : {}),
      });
      return { threadId: readAnswer(ThreadSchema, opened, "a thread").id };
    },
    async channel({ channelId, signal }) {
      const answer = await rest.call({
        method: "GET",
        path: `/channels/${channelId}`,
        doing: "look at a channel",
        ...(signal ? { signal } : {}),
      });
      const { id, type, guild_id, name, parent_id } = readAnswer(ChannelSchema, answer, "a channel");
      return {
        id,
        guildId: guild_id ?? null,
        name: name ?? null,
        kind: kindOf(type),
        parentId: parent_id ?? null,
      };
    },
  };
}

function kindOf(type: number): ChannelInfo["kind"] {
  switch (type) {
    case ChannelType.DM:
    case ChannelType.GroupDM:
      return "direct";
    case ChannelType.GuildText:
      return "text";
    case ChannelType.GuildAnnouncement:
      return "announcement";
    case ChannelType.PublicThread:
    case ChannelType.PrivateThread:
    case ChannelType.AnnouncementThread:
      return "thread";
    case ChannelType.GuildForum:
    case ChannelType.GuildMedia:
      return "forum";
    default:
      return "other";
  }
}
