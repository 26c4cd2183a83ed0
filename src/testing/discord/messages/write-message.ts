import { MessageFlags, MessageType } from "discord.js";
import { formRefusal, refusal } from "../discord-refusal.ts";
import { type FakeAttachment, type FakeMessage, NOBODY, textOf } from "../fake-message.ts";
import { isEmptyEmbed } from "../forms/embed-form.ts";
import { parseForm } from "../forms/form.ts";
import { flagsOf, type MessageBody, messageForm } from "../forms/message-form.ts";
import { pingedBy } from "../mentions.ts";
import { messageEventPayload } from "../payloads/message-payload.ts";
import type { SentFile } from "../rest/rest-request.ts";
import { type FakeChannel, findMessage, type World } from "../world.ts";

const MAX_FILES = 10;
const IS_LAYOUT = MessageFlags.IsComponentsV2;
const SETTABLE = MessageFlags.SuppressEmbeds | MessageFlags.SuppressNotifications | IS_LAYOUT;

/** @throws DiscordRefusal 50035, 50006 where it would show nothing */
export function parseMessage(
  body: unknown,
  files: readonly SentFile[],
  { mayBeEphemeral }: { mayBeEphemeral: boolean },
): MessageBody {
  const flags = flagsOf(body);
  const parsed = parseForm(messageForm((flags & IS_LAYOUT) !== 0), body ?? {});
  const allowed = SETTABLE | (mayBeEphemeral ? MessageFlags.Ephemeral : 0);
  if ((flags & ~allowed) !== 0)
    throw formRefusal([{ path: ["flags"], code: "MESSAGE_FLAGS_INVALID", message: "Invalid message flags" }]);
  checkFiles(files.length);
  if (isEmpty(parsed) && files.length === 0) throw refusal(50006);
  return parsed;
}

function isEmpty(body: MessageBody): boolean {
  const hasEmbed = (body.embeds ?? []).some((embed) => !isEmptyEmbed(embed));
  return !body.content?.trim() && !hasEmbed && !(body.components ?? []).length;
}

function checkFiles(count: number): void {
  if (count > MAX_FILES)
    throw formRefusal([
      { path: ["files"], code: "BASE_TYPE_MAX_LENGTH", message: `Must be ${MAX_FILES} or fewer in length.` },
    ]);
}

export interface NewMessage {
  channel: FakeChannel;
  authorId: string;
  body: MessageBody;
  files?: readonly SentFile[];
  type?: MessageType;
  visibleTo?: string | null;
  interaction?: FakeMessage["interaction"];
  isLoading?: boolean;
  /** An id that is already given, of a thread's first message. */
  id?: string;
}

/** Writes a message that was checked before. */
export function writeMessage(world: World, given: NewMessage): FakeMessage {
  const { channel, authorId, body, visibleTo = null } = given;
  const replyTo = body.message_reference?.message_id ?? null;
  const message: FakeMessage = {
    id: given.id ?? world.nextId(),
    channelId: channel.id,
    authorId,
    type: given.type ?? (replyTo === null ? MessageType.Default : MessageType.Reply),
    content: body.content?.trim() ?? "",
    embeds: (body.embeds ?? []).filter((embed) => !isEmptyEmbed(embed)),
    components: body.components ?? [],
    attachments: toAttachments(world, body, given.files ?? []),
    flags: body.flags ?? 0,
    isLoading: given.isLoading ?? false,
    visibleTo,
    nonce: body.nonce === undefined || body.nonce === null ? null : String(body.nonce),
    pinged: NOBODY,
    replyTo,
    interaction: given.interaction ?? null,
    createdAtMs: world.now(),
    editedAtMs: null,
    edits: 0,
    history: [],
    isDeleted: false,
  };
  message.pinged = pinged(world, channel, message, body);
  message.history.push(textOf(message));
  const before = world.messages.get(channel.id);
  if (before) before.push(message);
  else world.messages.set(channel.id, [message]);
  channel.lastMessageId = message.id;
  if (channel.thread && visibleTo === null) channel.thread.isArchived = false;
  tell(world, message, "MESSAGE_CREATE");
  return message;
}

/**
 * Changes a message by an edit's body: what is left out stays. Mentions that come by an edit are taken for pings, which is
 * stricter than Discord, but for the first words of a reply that was deferred.
 * @throws DiscordRefusal 50035, 50006
 */
export function editMessage(
  world: World,
  message: FakeMessage,
  input: { body: unknown; files: readonly SentFile[] },
): void {
  const wasLayout = (message.flags & IS_LAYOUT) !== 0;
  const isLayout = wasLayout || (flagsOf(input.body) & IS_LAYOUT) !== 0;
  const body = parseForm(messageForm(isLayout), input.body ?? {});
  const kept = message.attachments.filter(
    ({ id }) => !body.attachments || body.attachments.some((one) => String(one.id) === id),
  );
  checkFiles(kept.length + input.files.length);
  const next: FakeMessage = {
    ...message,
    content: body.content === undefined ? message.content : (body.content ?? "").trim(),
    embeds: body.embeds === undefined ? message.embeds : (body.embeds ?? []),
    components: body.components === undefined ? message.components : (body.components ?? []),
    attachments: [...kept, ...toAttachments(world, body, input.files)],
  };
  next.embeds = next.embeds.filter((embed) => !isEmptyEmbed(embed));
  if (isLayout && (next.content !== "" || next.embeds.length > 0))
    throw formRefusal([
      {
        path: ["flags"],
        code: "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        message: "The message has content or embeds, which Components V2 exclude",
      },
    ]);
  if (!next.content && !next.embeds.length && !next.components.length && !next.attachments.length)
    throw refusal(50006);
  if (body.flags !== undefined)
    next.flags =
      (next.flags & ~MessageFlags.SuppressEmbeds) | ((body.flags ?? 0) & MessageFlags.SuppressEmbeds);
  if (isLayout) next.flags |= IS_LAYOUT;
  const channel = world.channels.get(message.channelId);
  if (channel) next.pinged = merge(message.pinged, pinged(world, channel, next, body));
  const wasLoading = message.isLoading;
  Object.assign(message, next, { isLoading: false, edits: message.edits + 1, editedAtMs: world.now() });
  if (wasLoading) message.editedAtMs = null;
  message.history.push(textOf(message));
  tell(world, message, "MESSAGE_UPDATE");
}

export function deleteMessage(world: World, message: FakeMessage): void {
  const all = world.messages.get(message.channelId) ?? [];
  message.isDeleted = true;
  world.messages.set(
    message.channelId,
    all.filter((one) => one !== message),
  );
  if (message.visibleTo === null) {
    const guildId = world.channels.get(message.channelId)?.guildId ?? null;
    const data = { id: message.id, channel_id: message.channelId, ...(guildId ? { guild_id: guildId } : {}) };
    world.emit({ event: "MESSAGE_DELETE", data, guildId });
  }
  world.touch();
}

/** Ephemeral messages are told to nobody by the gateway. */
function tell(world: World, message: FakeMessage, event: "MESSAGE_CREATE" | "MESSAGE_UPDATE"): void {
  const guildId = world.channels.get(message.channelId)?.guildId ?? null;
  if (message.visibleTo === null) world.emit({ event, data: messageEventPayload(world, message), guildId });
  world.touch();
}

function pinged(world: World, channel: FakeChannel, message: FakeMessage, body: MessageBody) {
  if (message.visibleTo !== null || message.isLoading) return NOBODY;
  const replied = message.replyTo === null ? null : findMessage(world, channel.id, message.replyTo);
  return pingedBy({
    world,
    channel,
    authorId: message.authorId,
    content: message.content,
    allowed: body.allowed_mentions ?? null,
    repliedUserId: message.edits === 0 ? (replied?.authorId ?? null) : null,
  });
}

function merge(one: FakeMessage["pinged"], other: FakeMessage["pinged"]): FakeMessage["pinged"] {
  return {
    everyone: one.everyone || other.everyone,
    here: one.here || other.here,
    userIds: [...new Set([...one.userIds, ...other.userIds])],
    roleIds: [...new Set([...one.roleIds, ...other.roleIds])],
  };
}

function toAttachments(world: World, body: MessageBody, files: readonly SentFile[]): FakeAttachment[] {
  return files.map((file) => {
    const named = body.attachments?.find(({ id }) => String(id) === file.key);
    return {
      id: world.nextId(),
      name: named?.filename ?? file.name,
      contentType: file.contentType,
      description: named?.description ?? null,
      bytes: file.bytes,
    };
  });
}
