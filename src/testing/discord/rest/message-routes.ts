import { ChannelType } from "discord.js";
import { formRefusal, refusal } from "../discord-refusal.ts";
import type { FakeMessage } from "../fake-message.ts";
import type { MessageBody } from "../forms/message-form.ts";
import { mentionedIn } from "../mentions.ts";
import { deleteMessage, editMessage, parseMessage, writeMessage } from "../messages/write-message.ts";
import { messagePayload } from "../payloads/message-payload.ts";
import { hasPermission, type PermissionName, requirePermissions } from "../permissions.ts";
import { type FakeChannel, findMessage, isForum, isThread, type World } from "../world.ts";
import { noContent, ok, param, type RestRequest, type Route } from "./rest-request.ts";

const path = "/channels/:channel/messages";

/** What the bot does with messages of channels. */
export function messageRoutes(world: World): Route[] {
  const own = (request: RestRequest) => visibleMessage(world, request);
  return [
    {
      method: "GET",
      path,
      needsToken: true,
      rateLimit: { limit: 5, windowMs: 5000 },
      handle(request) {
        const channel = findChannel(world, request);
        requirePermissions(world, channel, world.bot.id, []);
        if (!hasPermission(world, channel, world.bot.id, "ReadMessageHistory")) return ok([]);
        const page = pageOf(world, channel, request.query);
        return ok(page.map((message) => readablePayload(world, channel, message)));
      },
    },
    {
      method: "GET",
      path: `${path}/:message`,
      needsToken: true,
      rateLimit: { limit: 5, windowMs: 5000 },
      handle(request) {
        const channel = findChannel(world, request);
        requirePermissions(world, channel, world.bot.id, ["ReadMessageHistory"]);
        return ok(readablePayload(world, channel, own(request)));
      },
    },
    {
      method: "POST",
      path,
      needsToken: true,
      rateLimit: { limit: 5, windowMs: 5000 },
      handle(request) {
        const channel = findChannel(world, request);
        requireWriting(world, channel);
        const body = parseMessage(request.body, request.files, { mayBeEphemeral: false });
        const checked = withReference(world, channel, body);
        requireContents(world, channel, checked, request.files.length);
        const { files } = request;
        const same = checked.enforce_nonce ? findByNonce(world, channel, checked.nonce) : null;
        if (same) return ok(messagePayload(world, same));
        return ok(
          messagePayload(
            world,
            writeMessage(world, { channel, authorId: world.bot.id, body: checked, files }),
          ),
        );
      },
    },
    {
      method: "PATCH",
      path: `${path}/:message`,
      needsToken: true,
      rateLimit: { limit: 5, windowMs: 5000 },
      handle(request) {
        const channel = findChannel(world, request);
        const message = own(request);
        if (message.authorId !== world.bot.id) throw refusal(50005);
        if (channel.thread?.isArchived) throw refusal(50083);
        editMessage(world, message, { body: request.body, files: request.files });
        return ok(messagePayload(world, message));
      },
    },
    {
      method: "DELETE",
      path: `${path}/:message`,
      needsToken: true,
      rateLimit: { limit: 5, windowMs: 1000 },
      handle(request) {
        const channel = findChannel(world, request);
        const message = own(request);
        if (channel.thread?.isArchived) throw refusal(50083);
        const isOwn = message.authorId === world.bot.id;
        if (!isOwn && channel.guildId === null) throw refusal(50003);
        if (!isOwn) requirePermissions(world, channel, world.bot.id, ["ManageMessages"]);
        deleteMessage(world, message);
        return noContent;
      },
    },
    {
      method: "POST",
      path: "/channels/:channel/typing",
      needsToken: true,
      rateLimit: { limit: 5, windowMs: 5000 },
      handle(request) {
        requireWriting(world, findChannel(world, request));
        return noContent;
      },
    },
  ];
}

/** @throws DiscordRefusal 10003 */
export function findChannel(world: World, request: RestRequest): FakeChannel {
  const channel = world.channels.get(param(request, "channel"));
  if (!channel) throw refusal(10003);
  return channel;
}

/** @throws DiscordRefusal 10003, 10008, 50001 */
function visibleMessage(world: World, request: RestRequest): FakeMessage {
  const channel = findChannel(world, request);
  requirePermissions(world, channel, world.bot.id, []);
  const message = findMessage(world, channel.id, param(request, "message"));
  if (!message || message.visibleTo !== null) throw refusal(10008);
  return message;
}

/** @throws DiscordRefusal 50001, 50008, 50013, 160005 */
export function requireWriting(world: World, channel: FakeChannel): void {
  const { id } = world.bot;
  requirePermissions(world, channel, id, []);
  if (channel.recipientIds.some((one) => world.users.get(one)?.takesDirectMessages === false))
    throw refusal(50007);
  if (isForum(channel) || channel.type === ChannelType.GuildCategory) throw refusal(50008);
  requirePermissions(world, channel, id, [isThread(channel) ? "SendMessagesInThreads" : "SendMessages"]);
  if (
    channel.thread?.isArchived &&
    channel.thread.isLocked &&
    !hasPermission(world, channel, id, "ManageThreads")
  )
    throw refusal(160005);
}

export function requireContents(world: World, channel: FakeChannel, body: MessageBody, files: number): void {
  const names: PermissionName[] = [
    ...(body.embeds?.length ? (["EmbedLinks"] as const) : []),
    ...(files > 0 ? (["AttachFiles"] as const) : []),
  ];
  requirePermissions(world, channel, world.bot.id, names);
}

/** A reply to what is gone is refused, or no reply, as the body asks for. */
function withReference(world: World, channel: FakeChannel, body: MessageBody): MessageBody {
  const reference = body.message_reference;
  if (!reference) return body;
  if (!hasPermission(world, channel, world.bot.id, "ReadMessageHistory")) throw refusal(160002);
  if (findMessage(world, channel.id, reference.message_id)) return body;
  if (reference.fail_if_not_exists === false) return { ...body, message_reference: null };
  throw unknownReference();
}

function unknownReference() {
  return formRefusal([
    { path: ["message_reference"], code: "REPLIES_UNKNOWN_MESSAGE", message: "Unknown message" },
  ]);
}

function findByNonce(world: World, channel: FakeChannel, nonce: string | number | null | undefined) {
  const own = (world.messages.get(channel.id) ?? []).filter(({ authorId }) => authorId === world.bot.id);
  return own.find((message) => message.nonce !== null && message.nonce === String(nonce)) ?? null;
}

/** Without the intent MESSAGE_CONTENT an application reads of others only what names it, and direct messages. */
function readablePayload(world: World, channel: FakeChannel, message: FakeMessage): Record<string, unknown> {
  const payload = messagePayload(world, message);
  const isNamed = mentionedIn(message.content).userIds.includes(world.bot.id);
  const isReadable = world.hasMessageContent || channel.guildId === null || isNamed;
  if (isReadable || message.authorId === world.bot.id) return payload;
  return { ...payload, content: "", embeds: [], attachments: [], components: [] };
}

/** The newest first. */
function pageOf(world: World, channel: FakeChannel, query: RestRequest["query"]): FakeMessage[] {
  const limit = Math.min(100, Number(query["limit"] ?? 50));
  const { before, after } = query;
  const all = (world.messages.get(channel.id) ?? []).filter(
    ({ id, visibleTo }) =>
      visibleTo === null &&
      (before === undefined || BigInt(id) < BigInt(before)) &&
      (after === undefined || BigInt(id) > BigInt(after)),
  );
  return (after === undefined ? all.slice(-limit) : all.slice(0, limit)).reverse();
}
