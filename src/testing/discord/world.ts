import { ChannelType } from "discord.js";
import type { FakeMessage } from "./fake-message.ts";
import { createSnowflakes } from "./snowflake.ts";

export interface FakeUser {
  id: string;
  username: string;
  displayName: string | null;
  isBot: boolean;
  /** False: what is written to them directly is refused with 50007. */
  takesDirectMessages: boolean;
}

export interface FakeRole {
  id: string;
  name: string;
  permissions: bigint;
  /** Anybody may mention it. */
  isMentionable: boolean;
}

export interface FakeMember {
  userId: string;
  nick: string | null;
  roleIds: string[];
}

export interface FakeGuild {
  id: string;
  name: string;
  ownerId: string;
  locale: string;
  /** The first is @everyone, whose id is the guild's. */
  roles: FakeRole[];
  members: Map<string, FakeMember>;
}

/** What a channel allows or denies a role or a member beside the guild's permissions. */
export interface Overwrite {
  id: string;
  kind: "role" | "member";
  allow: bigint;
  deny: bigint;
}

export interface ThreadState {
  ownerId: string;
  isArchived: boolean;
  isLocked: boolean;
  autoArchiveMinutes: number;
  memberIds: Set<string>;
  appliedTagIds: string[];
}

export interface FakeChannel {
  id: string;
  type: ChannelType;
  guildId: string | null;
  name: string | null;
  /** The category of a channel, the channel or forum of a thread. */
  parentId: string | null;
  overwrites: Overwrite[];
  /** Of a direct message: who is in it beside the bot. */
  recipientIds: string[];
  thread: ThreadState | null;
  /** Of a forum. */
  tags: { id: string; name: string }[];
  isNsfw: boolean;
  lastMessageId: string | null;
}

/** Something that the gateway tells the sessions whose intents cover it. */
export interface WorldEvent {
  event: string;
  data: Record<string, unknown>;
  /** Null for what happens in a direct message. */
  guildId: string | null;
}

export interface WorldOptions {
  applicationId: string;
  botName: string;
  /** The clock of ids, tokens and time stamps, in milliseconds since 1970. */
  now: () => number;
  /** The application's settings allow it to read what others write. */
  hasMessageContent: boolean;
}

/** All that exists in the fake Discord. */
export interface World {
  applicationId: string;
  /** Its id is the application's. */
  bot: FakeUser;
  users: Map<string, FakeUser>;
  guilds: Map<string, FakeGuild>;
  channels: Map<string, FakeChannel>;
  /** By channel, in the order in which they were written; deleted ones are gone. */
  messages: Map<string, FakeMessage[]>;
  hasMessageContent: boolean;
  now(): number;
  nextId(): string;
  /** Tells the gateway, and whoever else listens. */
  emit(event: WorldEvent): void;
  /** @returns stops listening */
  onEvent(listener: (event: WorldEvent) => void): () => void;
  /** Something changed: promises that wait for a state look again. */
  touch(): void;
  onChange(listener: () => void): () => void;
}

export function createWorld(options: WorldOptions): World {
  const { applicationId, botName, now, hasMessageContent } = options;
  const bot = {
    id: applicationId,
    username: botName,
    displayName: null,
    isBot: true,
    takesDirectMessages: false,
  };
  const eventListeners = new Set<(event: WorldEvent) => void>();
  const changeListeners = new Set<() => void>();
  return {
    applicationId,
    bot,
    users: new Map([[bot.id, bot]]),
    guilds: new Map(),
    channels: new Map(),
    messages: new Map(),
    hasMessageContent,
    now,
    nextId: createSnowflakes(now),
    emit(event) {
      for (const listener of eventListeners) listener(event);
    },
    onEvent(listener) {
      eventListeners.add(listener);
      return () => eventListeners.delete(listener);
    },
    touch() {
      for (const listener of [...changeListeners]) listener();
    },
    onChange(listener) {
      changeListeners.add(listener);
      return () => changeListeners.delete(listener);
    },
  };
}

export function isThread(channel: FakeChannel): boolean {
  return channel.thread !== null;
}

/** Where no message is written but posts, which are threads. */
export function isForum(channel: FakeChannel): boolean {
  return channel.type === ChannelType.GuildForum || channel.type === ChannelType.GuildMedia;
}

export function findMessage(world: World, channelId: string, messageId: string): FakeMessage | null {
  return world.messages.get(channelId)?.find(({ id }) => id === messageId) ?? null;
}
