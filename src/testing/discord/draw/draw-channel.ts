import type { APIEmbed } from "discord.js";
import { drawConversation } from "./draw-conversation.ts";
import type { DrawLanguage, DrawnAuthor, DrawnComponent, DrawnMessage } from "./drawn-message.ts";

/** A message of the fake Discord, as far as it is drawn. */
interface WorldMessage {
  id: string;
  authorId: string;
  content: string;
  embeds: readonly APIEmbed[];
  components: readonly DrawnComponent[];
  attachments: readonly { name: string; bytes: Uint8Array }[];
  isLoading: boolean;
  visibleTo: string | null;
  pinged: { everyone: boolean; here: boolean; userIds: readonly string[] };
  replyTo: string | null;
  interaction: { userId: string; name: string | null } | null;
  createdAtMs: number;
  editedAtMs: number | null;
  isDeleted: boolean;
}

/** What the fake Discord knows, as far as it is drawn. */
export interface DrawnWorld {
  users: ReadonlyMap<string, { username: string; displayName: string | null; isBot: boolean }>;
  guilds: ReadonlyMap<string, { roles: readonly { id: string; name: string }[] }>;
  channels: ReadonlyMap<string, { name: string | null }>;
  messages: ReadonlyMap<string, readonly WorldMessage[]>;
}

/** A channel's messages as one member sees them, as a whole HTML document. */
export function drawChannel(
  world: DrawnWorld,
  options: {
    channelId: string;
    viewerId: string;
    language?: DrawLanguage;
    timeZone?: string;
    widthPx?: number;
  },
): string {
  const { channelId, viewerId, ...drawing } = options;
  const name = world.channels.get(channelId)?.name ?? null;
  return drawConversation(viewOf(world, channelId, viewerId), {
    ...drawing,
    ...(name === null ? {} : { channel: name }),
    names: {
      users: new Map([...world.users.keys()].map((id) => [id, authorOf(world, id).name])),
      roles: new Map(
        [...world.guilds.values()].flatMap(({ roles }) => roles.map((role) => [role.id, role.name])),
      ),
      channels: new Map([...world.channels].map(([id, channel]) => [id, channel.name ?? ""])),
    },
  });
}

/** What a member sees in a channel, the oldest first: nothing deleted, and only their own ephemeral messages. */
export function viewOf(world: DrawnWorld, channelId: string, viewerId: string): DrawnMessage[] {
  const all = world.messages.get(channelId) ?? [];
  return all
    .filter(({ isDeleted, visibleTo }) => !isDeleted && (visibleTo === null || visibleTo === viewerId))
    .map((message) => ({
      author: authorOf(world, message.authorId),
      content: message.content,
      embeds: message.embeds,
      components: message.components,
      files: message.attachments.map((file) => ({ name: file.name, bytes: file.bytes.length })),
      sentAt: new Date(message.createdAtMs),
      isEdited: message.editedAtMs !== null && message.interaction === null,
      isEphemeral: message.visibleTo !== null,
      isLoading: message.isLoading,
      isPing: message.pinged.everyone || message.pinged.here || message.pinged.userIds.includes(viewerId),
      ...contextOf(world, all, message),
      ...threadOf(world, message.id),
    }));
}

function authorOf(world: DrawnWorld, userId: string): DrawnAuthor {
  const user = world.users.get(userId);
  return { name: user?.displayName ?? user?.username ?? userId, isBot: user?.isBot ?? false };
}

function contextOf(
  world: DrawnWorld,
  all: readonly WorldMessage[],
  { interaction, replyTo }: WorldMessage,
): Pick<DrawnMessage, "command" | "replyTo"> {
  if (interaction && interaction.name !== null)
    return { command: { author: authorOf(world, interaction.userId), name: interaction.name } };
  const replied = replyTo === null ? undefined : all.find(({ id }) => id === replyTo);
  if (!replied) return {};
  const text = replied.content || replied.embeds[0]?.title || replied.embeds[0]?.description || "";
  return { replyTo: { author: authorOf(world, replied.authorId), content: text } };
}

/** A thread that was opened at a message has the message's id. */
function threadOf(world: DrawnWorld, messageId: string): Pick<DrawnMessage, "thread"> {
  const channel = world.channels.get(messageId);
  if (!channel) return {};
  const messages = world.messages.get(messageId)?.filter(({ isDeleted }) => !isDeleted).length ?? 0;
  return { thread: { name: channel.name ?? "", messages } };
}
