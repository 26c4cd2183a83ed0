import { MessageFlags, type RawFile } from "discord.js";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { checkMessage } from "./check-message.ts";

/**
 * A message as Discord's API takes it. Nobody is ever mentioned by it, whatever its text says: this is the only place of the
 * program that says so, and every message goes through it.
 * @throws DiscordError `DISCORD_OVER_LIMIT`
 */
export function messageBody(
  message: OutgoingMessage,
  options: { ephemeral?: boolean; replyTo?: string } = {},
): { body: Record<string, unknown>; files: RawFile[] } {
  checkMessage(message);
  const { content, embeds, components, files = [] } = message;
  const { ephemeral = false, replyTo } = options;
  return {
    body: {
      ...(content === undefined ? {} : { content }),
      ...(embeds === undefined ? {} : { embeds }),
      ...(components === undefined ? {} : { components }),
      ...(files.length === 0 ? {} : { attachments: files.map(({ name }, id) => ({ id, filename: name })) }),
      ...(ephemeral ? { flags: MessageFlags.Ephemeral } : {}),
      ...(replyTo === undefined
        ? {}
        : { message_reference: { message_id: replyTo, fail_if_not_exists: false } }),
      allowed_mentions: { parse: [], replied_user: false },
    },
    files: files.map(({ name, contentType, bytes }) => ({ name, contentType, data: Buffer.from(bytes) })),
  };
}
