import { ChannelType } from "discord.js";
import { channelPermissions } from "../permissions.ts";
import { type FakeChannel, type FakeGuild, type FakeUser, isForum, isThread, type World } from "../world.ts";

type Payload = Record<string, unknown>;

const LONG_AGO = "2026-01-01T00:00:00.000000+00:00";

export function userPayload(user: FakeUser): Payload {
  return {
    id: user.id,
    username: user.username,
    global_name: user.displayName,
    discriminator: user.isBot ? "0000" : "0",
    avatar: null,
    bot: user.isBot,
    public_flags: 0,
  };
}

/** Without its user, as messages carry it; `memberPayload` with. */
export function partialMemberPayload(guild: FakeGuild, userId: string): Payload {
  const member = guild.members.get(userId);
  return {
    nick: member?.nick ?? null,
    roles: member?.roleIds ?? [],
    joined_at: LONG_AGO,
    premium_since: null,
    avatar: null,
    deaf: false,
    mute: false,
    pending: false,
    flags: 0,
  };
}

export function memberPayload(world: World, guild: FakeGuild, userId: string): Payload {
  const user = world.users.get(userId);
  return { ...partialMemberPayload(guild, userId), ...(user ? { user: userPayload(user) } : {}) };
}

export function channelPayload(world: World, channel: FakeChannel): Payload {
  const base: Payload = {
    id: channel.id,
    type: channel.type,
    flags: 0,
    last_message_id: channel.lastMessageId,
  };
  if (channel.guildId === null)
    return {
      ...base,
      recipients: channel.recipientIds.flatMap((id) => {
        const user = world.users.get(id);
        return user ? [userPayload(user)] : [];
      }),
    };
  const inGuild = {
    ...base,
    guild_id: channel.guildId,
    name: channel.name,
    parent_id: channel.parentId,
    rate_limit_per_user: 0,
  };
  if (channel.thread) return { ...inGuild, ...threadFields(world, channel) };
  return {
    ...inGuild,
    position: 0,
    nsfw: channel.isNsfw,
    topic: null,
    permission_overwrites: channel.overwrites.map(({ id, kind, allow, deny }) => ({
      id,
      type: kind === "role" ? 0 : 1,
      allow: allow.toString(),
      deny: deny.toString(),
    })),
    ...(isForum(channel)
      ? { available_tags: channel.tags.map((tag) => ({ ...tag, moderated: false })) }
      : {}),
  };
}

function threadFields(world: World, channel: FakeChannel): Payload {
  const { thread } = channel;
  if (!thread) return {};
  const messages = world.messages.get(channel.id) ?? [];
  return {
    owner_id: thread.ownerId,
    thread_metadata: {
      archived: thread.isArchived,
      locked: thread.isLocked,
      auto_archive_duration: thread.autoArchiveMinutes,
      archive_timestamp: LONG_AGO,
      create_timestamp: LONG_AGO,
      ...(channel.type === ChannelType.PrivateThread ? { invitable: true } : {}),
    },
    message_count: messages.length,
    total_message_sent: messages.length,
    member_count: thread.memberIds.size,
    applied_tags: thread.appliedTagIds,
  };
}

export function rolesPayload(guild: FakeGuild): Payload[] {
  return guild.roles.map((role, position) => ({
    id: role.id,
    name: role.name,
    permissions: role.permissions.toString(),
    mentionable: role.isMentionable,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    position,
    managed: false,
    flags: 0,
  }));
}

/** A guild as `GET /guilds/{id}` tells of it. */
export function guildPayload(guild: FakeGuild): Payload & { id: string } {
  return {
    id: guild.id,
    name: guild.name,
    icon: null,
    owner_id: guild.ownerId,
    preferred_locale: guild.locale,
    roles: rolesPayload(guild),
    emojis: [],
    stickers: [],
    features: [],
    premium_tier: 0,
    approximate_member_count: guild.members.size,
  };
}

/** A guild as GUILD_CREATE tells the bot of it: with the channels and threads that it can see. */
export function guildCreatePayload(world: World, guild: FakeGuild): Payload & { id: string } {
  const visible = [...world.channels.values()].filter(
    (channel) => channel.guildId === guild.id && channelPermissions(world, channel, world.bot.id) !== 0n,
  );
  const payloadsOf = (channels: FakeChannel[]) => channels.map((channel) => channelPayload(world, channel));
  return {
    ...guildPayload(guild),
    member_count: guild.members.size,
    members: [memberPayload(world, guild, world.bot.id)],
    channels: payloadsOf(visible.filter((channel) => !isThread(channel))),
    threads: payloadsOf(visible.filter((channel) => channel.thread && !channel.thread.isArchived)),
  };
}
