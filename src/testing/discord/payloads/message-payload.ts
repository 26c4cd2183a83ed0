import { MessageFlags, MessageType } from "discord.js";
import type { FakeAttachment, FakeMessage } from "../fake-message.ts";
import { mentionedIn } from "../mentions.ts";
import { findMessage, type World } from "../world.ts";
import { partialMemberPayload, userPayload } from "./guild-payload.ts";

type Payload = Record<string, unknown>;

/** A message as the API and the gateway tell of it. */
export function messagePayload(world: World, message: FakeMessage): Payload {
  const author = world.users.get(message.authorId);
  const replied = message.replyTo === null ? null : findMessage(world, message.channelId, message.replyTo);
  const named = mentionedIn(message.content);
  const mentioned = new Set([
    ...named.userIds,
    ...(replied && pings(message, replied) ? [replied.authorId] : []),
  ]);
  return {
    id: message.id,
    channel_id: message.channelId,
    type: message.type,
    author: author ? userPayload(author) : { id: message.authorId, username: "unknown", discriminator: "0" },
    content: message.content,
    timestamp: new Date(message.createdAtMs).toISOString(),
    edited_timestamp: message.editedAtMs === null ? null : new Date(message.editedAtMs).toISOString(),
    tts: false,
    mention_everyone: message.pinged.everyone || message.pinged.here,
    mentions: [...mentioned].flatMap((id) => {
      const user = world.users.get(id);
      return user ? [userPayload(user)] : [];
    }),
    mention_roles: named.roleIds,
    attachments: message.attachments.map((one) => attachmentPayload(message.channelId, one)),
    embeds: message.embeds.map((embed) => ({ type: "rich", ...embed })),
    components: message.components,
    pinned: false,
    flags: message.flags | (message.isLoading ? MessageFlags.Loading : 0),
    ...(message.authorId === world.bot.id ? { application_id: world.applicationId } : {}),
    ...(message.interaction ? interactionFields(world, message) : {}),
    ...(message.replyTo === null
      ? {}
      : {
          message_reference: { type: 0, message_id: message.replyTo, channel_id: message.channelId },
          referenced_message: replied ? messagePayload(world, { ...replied, replyTo: null }) : null,
        }),
  };
}

function pings(message: FakeMessage, replied: FakeMessage): boolean {
  return message.pinged.userIds.includes(replied.authorId);
}

function interactionFields(world: World, message: FakeMessage): Payload {
  const { interaction } = message;
  const user = world.users.get(interaction?.userId ?? "");
  if (!interaction || !user) return {};
  return {
    webhook_id: world.applicationId,
    interaction_metadata: {
      id: interaction.id,
      type: message.type === MessageType.ChatInputCommand ? 2 : 3,
      user: userPayload(user),
      authorizing_integration_owners: {},
    },
    ...(interaction.name === null
      ? {}
      : { interaction: { id: interaction.id, type: 2, name: interaction.name, user: userPayload(user) } }),
  };
}

export function attachmentPayload(channelId: string, attachment: FakeAttachment): Payload {
  const url = `https://cdn.discordapp.com/attachments/${channelId}/${attachment.id}/${encodeURIComponent(attachment.name)}`;
  return {
    id: attachment.id,
    filename: attachment.name,
    content_type: attachment.contentType,
    size: attachment.bytes.length,
    url,
    proxy_url: url,
    ...(attachment.description === null ? {} : { description: attachment.description }),
  };
}

/** The same as events carry it: with the guild and the author's membership. */
export function messageEventPayload(world: World, message: FakeMessage): Payload {
  const guildId = world.channels.get(message.channelId)?.guildId ?? null;
  const guild = guildId === null ? undefined : world.guilds.get(guildId);
  return {
    ...messagePayload(world, message),
    ...(guild ? { guild_id: guild.id, member: partialMemberPayload(guild, message.authorId) } : {}),
  };
}
