import type { Language } from "../../domain/messages.ts";
import type { MemberRecords } from "../../records/member-records.ts";
import type { InteractionChannel } from "../interaction.ts";

/** What a guild's operators, and the thread that somebody is in, say of questions there. */
export interface AskingPlace {
  /** In which everybody there is answered; null: in each member's own. */
  language: Language | null;
  cooldownMs: number | null;
  /** Channels in which questions are taken, where this is none of them; null where questions are taken here. */
  elsewhere: string[] | null;
  /** Documents of which answers may be made here: those of the guild; empty: all. */
  guildDocuments: readonly string[];
  /** Documents that a thread which the bot opened is about; empty: no narrower than the guild's. */
  threadDocuments: readonly string[];
  /** Whether the bot opened the thread, so that its members' messages are follow-ups. */
  isOwnThread: boolean;
  /** What tells the conversation here from others; null in channels, where each question stands alone. */
  conversation: string | null;
}

/** Reads what holds where somebody asks. */
export function findAskingPlace(
  records: Pick<MemberRecords, "guilds" | "threads">,
  at: { guildId: string | null; channel: Pick<InteractionChannel, "id" | "kind" | "parentId"> | null },
): AskingPlace {
  const { guildId, channel } = at;
  const settings = guildId === null ? null : records.guilds.get(guildId);
  const found = channel?.kind === "thread" ? records.threads.find(channel.id) : null;
  const thread = found?.guildId === guildId ? found : null;
  const channels = settings?.channels ?? [];
  // A thread lies in its channel.
  const isTaken =
    channels.length === 0 || [channel?.id, channel?.parentId].some((id) => id && channels.includes(id));
  const cooldownSeconds = settings?.cooldownSeconds ?? null;
  return {
    language: thread?.language ?? settings?.language ?? null,
    cooldownMs: cooldownSeconds === null ? null : cooldownSeconds * 1000,
    elsewhere: isTaken ? null : channels,
    guildDocuments: settings?.documents ?? [],
    threadDocuments: thread?.documents ?? [],
    isOwnThread: thread !== null,
    conversation:
      channel?.kind === "direct" || channel?.kind === "thread" ? conversationOf(channel.id) : null,
  };
}

/** Under which the turns of a thread or of a direct message are kept. */
export function conversationOf(channelId: string): string {
  return `discord:${channelId}`;
}

/** Under which what is kept of a member is kept. */
export function userOf(userId: string): string {
  return `discord:${userId}`;
}
