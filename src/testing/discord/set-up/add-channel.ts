import { ChannelType } from "discord.js";
import { channelPayload } from "../payloads/guild-payload.ts";
import { bits, type PermissionName } from "../permissions.ts";
import type { FakeChannel, FakeGuild, Overwrite, World } from "../world.ts";
import { openThread } from "./open-thread.ts";

/** What is allowed and denied beside the guild's permissions. */
export interface Exceptions {
  allow?: readonly PermissionName[];
  deny?: readonly PermissionName[];
}

interface InGuild {
  guild: FakeGuild;
  name?: string;
  /** For the bot, for everyone, and by the id of a member or a role. */
  bot?: Exceptions;
  everyone?: Exceptions;
  others?: Readonly<Record<string, Exceptions>>;
}

export type ChannelSpec =
  | (InGuild & { type?: "text" | "announcement" | "voice" | "category"; isNsfw?: boolean })
  | (InGuild & { type: "forum"; tags?: readonly string[] })
  | {
      type: "thread";
      parent: FakeChannel;
      name?: string;
      /** The bot by default. */
      owner?: { id: string };
      isPrivate?: boolean;
      isArchived?: boolean;
      isLocked?: boolean;
    }
  | { type: "dm"; with: { id: string } };

const TYPES = {
  text: ChannelType.GuildText,
  announcement: ChannelType.GuildAnnouncement,
  voice: ChannelType.GuildVoice,
  category: ChannelType.GuildCategory,
  forum: ChannelType.GuildForum,
};

export function addChannel(world: World, spec: ChannelSpec): FakeChannel {
  if (spec.type === "dm") return addDirectChannel(world, spec.with.id);
  if (spec.type === "thread") return addThread(world, spec);
  const { guild, type = "text" } = spec;
  const channel: FakeChannel = {
    id: world.nextId(),
    type: TYPES[type],
    guildId: guild.id,
    name: spec.name ?? type,
    parentId: null,
    overwrites: [],
    recipientIds: [],
    thread: null,
    tags: ("tags" in spec ? (spec.tags ?? []) : []).map((name) => ({ id: world.nextId(), name })),
    isNsfw: "isNsfw" in spec && spec.isNsfw === true,
    lastMessageId: null,
  };
  setOverwrites(world, channel, spec);
  world.channels.set(channel.id, channel);
  world.emit({ event: "CHANNEL_CREATE", data: channelPayload(world, channel), guildId: guild.id });
  return channel;
}

/** Replaces what a channel allows and denies. */
export function setOverwrites(
  world: World,
  channel: FakeChannel,
  { bot, everyone, others = {} }: Pick<InGuild, "bot" | "everyone" | "others">,
): void {
  const guild = world.guilds.get(channel.guildId ?? "");
  if (!guild) throw new Error("only a guild's channel has permissions of its own");
  const of = (id: string, { allow = [], deny = [] }: Exceptions): Overwrite => ({
    id,
    kind: guild.roles.some((role) => role.id === id) ? "role" : "member",
    allow: bits(allow),
    deny: bits(deny),
  });
  channel.overwrites = [
    ...(everyone ? [of(guild.id, everyone)] : []),
    ...(bot ? [of(world.bot.id, bot)] : []),
    ...Object.entries(others).map(([id, exceptions]) => of(id, exceptions)),
  ];
}

function addThread(world: World, spec: ChannelSpec & { type: "thread" }): FakeChannel {
  const thread = openThread(world, {
    parent: spec.parent,
    name: spec.name ?? "thread",
    type: spec.isPrivate ? ChannelType.PrivateThread : ChannelType.PublicThread,
    ownerId: spec.owner?.id ?? world.bot.id,
  });
  if (thread.thread) {
    thread.thread.memberIds.add(world.bot.id);
    thread.thread.isArchived = spec.isArchived ?? false;
    thread.thread.isLocked = spec.isLocked ?? false;
  }
  return thread;
}

/** The one there is between the bot and this member, or a new one. */
export function addDirectChannel(world: World, userId: string): FakeChannel {
  for (const channel of world.channels.values())
    if (channel.guildId === null && channel.recipientIds.includes(userId)) return channel;
  const channel: FakeChannel = {
    id: world.nextId(),
    type: ChannelType.DM,
    guildId: null,
    name: null,
    parentId: null,
    overwrites: [],
    recipientIds: [userId],
    thread: null,
    tags: [],
    isNsfw: false,
    lastMessageId: null,
  };
  world.channels.set(channel.id, channel);
  return channel;
}
