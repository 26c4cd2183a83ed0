import type { APIEmbed, MessageType } from "discord.js";
import { walkComponents } from "./forms/check-layout.ts";
import type { MessageComponent } from "./forms/component-form.ts";

export interface FakeAttachment {
  id: string;
  name: string;
  contentType: string;
  description: string | null;
  bytes: Uint8Array;
}

/** Who a message would make a sound for. */
export interface Pinged {
  everyone: boolean;
  here: boolean;
  userIds: string[];
  roleIds: string[];
}

/** A message as members see it. */
export interface FakeMessage {
  id: string;
  channelId: string;
  authorId: string;
  type: MessageType;
  content: string;
  embeds: APIEmbed[];
  /** As they were sent, with nothing added. */
  components: MessageComponent[];
  attachments: FakeAttachment[];
  /** Discord's bit set, as it was sent. */
  flags: number;
  /** It still says that the bot is thinking. */
  isLoading: boolean;
  /** The one member who sees it, of an ephemeral message; null where all do. */
  visibleTo: string | null;
  /** What the sender calls it, so that the same message is not written twice. */
  nonce: string | null;
  pinged: Pinged;
  /** The message that this one replies to. */
  replyTo: string | null;
  /** The interaction that it answers. */
  interaction: { id: string; userId: string; name: string | null } | null;
  createdAtMs: number;
  editedAtMs: number | null;
  /** How often it was changed. */
  edits: number;
  /** What it was after each write: text of content and embeds, the newest last. */
  history: string[];
  isDeleted: boolean;
}

export const NOBODY: Pinged = { everyone: false, here: false, userIds: [], roleIds: [] };

/** Everything that a member reads in a message but its buttons, in its order: content, embeds, text among components. */
export function textOf(message: Pick<FakeMessage, "content" | "embeds" | "components">): string {
  const embeds = message.embeds.flatMap((embed) => [
    embed.author?.name,
    embed.title,
    embed.description,
    ...(embed.fields ?? []).flatMap(({ name, value }) => [name, value]),
    embed.footer?.text,
  ]);
  const layout = [...walkComponents(message.components)].map(({ component }) => component.content);
  return [message.content, ...embeds, ...layout]
    .filter((part) => part !== undefined && part !== "")
    .join("\n");
}
