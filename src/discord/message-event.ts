import type { InteractionChannel } from "./interaction.ts";

/** A message that somebody wrote where the bot can see it. */
export interface BotMessage {
  id: string;
  channelId: string;
  /** Null in a direct message. */
  guildId: string | null;
  authorId: string;
  authorIsBot: boolean;
  /** Empty where Discord does not show it, see `hasContentAccess`. */
  content: string;
  /**
   * Whether Discord shows what is written: in direct messages and where the bot is mentioned, and everywhere with the
   * privileged intent.
   */
  hasContentAccess: boolean;
  mentionsBot: boolean;
  /** The message that this one answers. */
  replyToId: string | null;
  /** The same, where Discord tells of it: not where it was deleted. */
  replyTo: { id: string; authorId: string; authorIsBot: boolean; content: string } | null;
  /** `forum-post`: it is the first of a thread of a forum. */
  kind: "message" | "forum-post";
  /** Null where the channel is not known. */
  channel: (InteractionChannel & { name: string | null }) | null;
  /** `performance.now()` of its arrival. */
  receivedMs: number;
}
