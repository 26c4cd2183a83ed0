import type { ChannelType } from "discord.js";
import { channelPayload } from "../payloads/guild-payload.ts";
import type { FakeChannel, World } from "../world.ts";

/** Opens a thread and tells of it; with `id` at the message of that id. */
export function openThread(
  world: World,
  given: {
    parent: FakeChannel;
    name: string;
    type: ChannelType;
    ownerId: string;
    id?: string;
    autoArchiveMinutes?: number;
    appliedTagIds?: string[];
  },
): FakeChannel {
  const { parent, name, type, ownerId } = given;
  const thread: FakeChannel = {
    id: given.id ?? world.nextId(),
    type,
    guildId: parent.guildId,
    name,
    parentId: parent.id,
    overwrites: [],
    recipientIds: [],
    thread: {
      ownerId,
      isArchived: false,
      isLocked: false,
      autoArchiveMinutes: given.autoArchiveMinutes ?? 1440,
      memberIds: new Set([ownerId]),
      appliedTagIds: given.appliedTagIds ?? [],
    },
    tags: [],
    isNsfw: parent.isNsfw,
    lastMessageId: null,
  };
  world.channels.set(thread.id, thread);
  world.emit({
    event: "THREAD_CREATE",
    data: { ...channelPayload(world, thread), newly_created: true },
    guildId: thread.guildId,
  });
  world.touch();
  return thread;
}
