import { PermissionFlagsBits } from "discord.js";
import type { FakeMessage } from "../fake-message.ts";
import { parseForm } from "../forms/form.ts";
import { messageForm } from "../forms/message-form.ts";
import { writeMessage } from "../messages/write-message.ts";
import { channelPermissions } from "../permissions.ts";
import { openThread } from "../set-up/open-thread.ts";
import { type FakeChannel, findMessage, isForum, isThread, type World } from "../world.ts";
import { ClientRefusal } from "./interact-spec.ts";

export interface SaySpec {
  channel: { id: string };
  author: { id: string };
  content: string;
  /** Are named before the content: `<@id>`. */
  mentions?: readonly { id: string }[];
  replyTo?: { id: string };
}

export interface PostSpec {
  forum: { id: string };
  author: { id: string };
  title: string;
  content: string;
  tags?: readonly string[];
}

/** A member, or another bot, writes a message. @throws ClientRefusal */
export function say(world: World, spec: SaySpec): FakeMessage {
  const channel = findChannel(world, spec.channel.id);
  if (isForum(channel)) throw new ClientRefusal("in a forum one posts");
  const permissions = channelPermissions(world, channel, spec.author.id);
  const needed = isThread(channel)
    ? PermissionFlagsBits.SendMessagesInThreads
    : PermissionFlagsBits.SendMessages;
  if ((permissions & needed) === 0n) throw new ClientRefusal("the author may not write in this channel");
  if (channel.thread?.isLocked) throw new ClientRefusal("the thread is locked");
  if (spec.replyTo && !findMessage(world, channel.id, spec.replyTo.id))
    throw new ClientRefusal("the message that is replied to is not there");
  channel.thread?.memberIds.add(spec.author.id);
  const names = (spec.mentions ?? []).map(({ id }) => `<@${id}> `).join("");
  return writeMessage(world, {
    channel,
    authorId: spec.author.id,
    body: bodyOf(names + spec.content, spec.replyTo),
  });
}

/** A member opens a post in a forum. @throws ClientRefusal */
export function post(world: World, spec: PostSpec): { thread: FakeChannel; message: FakeMessage } {
  const forum = findChannel(world, spec.forum.id);
  const { id: authorId } = spec.author;
  if (!isForum(forum)) throw new ClientRefusal("only a forum has posts");
  if ((channelPermissions(world, forum, authorId) & PermissionFlagsBits.SendMessages) === 0n)
    throw new ClientRefusal("the author may not post in this forum");
  const body = bodyOf(spec.content);
  const thread = openThread(world, {
    parent: forum,
    name: spec.title,
    type: PUBLIC_THREAD,
    ownerId: authorId,
    appliedTagIds: forum.tags.filter(({ name }) => spec.tags?.includes(name)).map(({ id }) => id),
  });
  return { thread, message: writeMessage(world, { channel: thread, authorId, body, id: thread.id }) };
}

const PUBLIC_THREAD = 11;

function bodyOf(content: string, replyTo?: { id: string }) {
  if (content.trim() === "") throw new ClientRefusal("the message is empty");
  const reference = replyTo ? { message_reference: { message_id: replyTo.id } } : {};
  if (content.length > 2000) throw new ClientRefusal("the message is over 2000 characters");
  return parseForm(messageForm(false), { content, ...reference });
}

function findChannel(world: World, id: string): FakeChannel {
  const channel = world.channels.get(id);
  if (!channel) throw new ClientRefusal("the channel is not there, or not any more");
  return channel;
}
