import type { OutgoingMessage, SentMessage } from "./outgoing-message.ts";

/** A channel as far as the bot needs to know it. */
export interface ChannelInfo {
  id: string;
  guildId: string | null;
  name: string | null;
  kind: "direct" | "text" | "announcement" | "thread" | "forum" | "other";
  parentId: string | null;
}

/**
 * What the bot does in Discord beside answering interactions. Every call has a time-out and a bounded retry that obeys
 * Discord's rate limits, and throws `DiscordError` with Discord's code (10003 unknown channel, 50013 missing permissions…).
 */
export interface DiscordApi {
  send(options: {
    channelId: string;
    message: OutgoingMessage;
    /** The message that is replied to; where it is gone, the message is sent all the same. */
    replyTo?: string;
    signal?: AbortSignal;
  }): Promise<SentMessage>;
  edit(options: { sent: SentMessage; message: OutgoingMessage; signal?: AbortSignal }): Promise<void>;
  remove(options: { sent: SentMessage; signal?: AbortSignal }): Promise<void>;
  /** Shows for ten seconds that the bot is writing. */
  typing(options: { channelId: string; signal?: AbortSignal }): Promise<void>;
  /** Opens a public thread, at a message or, without one, in the channel. `name`: at most 100 characters. */
  openThread(options: {
    channelId: string;
    name: string;
    messageId?: string;
    signal?: AbortSignal;
  }): Promise<{ threadId: string }>;
  channel(options: { channelId: string; signal?: AbortSignal }): Promise<ChannelInfo>;
}
