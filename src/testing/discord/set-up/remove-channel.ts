import { channelPayload } from "../payloads/guild-payload.ts";
import type { FakeChannel, World } from "../world.ts";

/** Deletes a channel with its threads and all messages. */
export function removeChannel(world: World, channel: FakeChannel): void {
  for (const thread of [...world.channels.values()])
    if (thread.thread && thread.parentId === channel.id) removeChannel(world, thread);
  const data = channelPayload(world, channel);
  world.channels.delete(channel.id);
  world.messages.delete(channel.id);
  const event = channel.thread ? "THREAD_DELETE" : "CHANNEL_DELETE";
  world.emit({ event, data, guildId: channel.guildId });
  world.touch();
}
