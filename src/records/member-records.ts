import type { Answer } from "../answers/answer.ts";
import type { Language } from "../domain/messages.ts";
import type { ExportedTurn, TurnsTable } from "./turns.ts";

/** An answer that was given in Discord, for its buttons: pages, sources, feedback, a thread that goes on. */
export interface SentAnswer {
  answer: Answer;
  /** The question as the member put it; the answer's own may be its self-contained form. */
  question: string;
  revision: string;
  tag: string;
  conversation: string | null;
  documents: string[];
}

export interface SentAnswers {
  /** @returns a short id for custom ids: at most 16 characters of `[A-Za-z0-9_-]` */
  add(sent: SentAnswer & { user: string | null; at: Date }): string;
  /** Null where it is no longer kept, or was deleted. */
  find(id: string): SentAnswer | null;
  /** Whether this member asked. */
  isAsker(id: string, user: string): boolean;
}

export interface Feedback {
  /** One verdict a member an answer: a later one replaces it. */
  set(of: { answerId: string; user: string; verdict: "up" | "down"; reason: string | null; at: Date }): void;
  counts(): { up: number; down: number };
}

/** What operators of a guild have chosen; what is null is as everywhere. */
export interface GuildSettings {
  language: Language | null;
  /** Channels and forums in which new posts are answered unasked. */
  autoAnswerChannels: string[];
  /** Channels in which questions are taken; empty: everywhere. */
  channels: string[];
  cooldownSeconds: number | null;
  /** Documents (paths, or folders of them) that answers come from; empty: all. */
  documents: string[];
  /** The channel that is told of every swap. */
  announceChannel: string | null;
}

export interface GuildSettingsTable {
  /** Defaults where nothing was chosen. */
  get(guildId: string): GuildSettings;
  update(guildId: string, changes: Partial<GuildSettings>): GuildSettings;
  /** Every guild that has a channel for announcements. */
  announceChannels(): { guildId: string; channelId: string; language: Language | null }[];
  remove(guildId: string): void;
}

/** Threads that the bot opened: their members' messages are follow-ups. */
export interface ConversationThreads {
  add(thread: { threadId: string; guildId: string; language: Language; documents: string[]; at: Date }): void;
  find(threadId: string): { guildId: string; language: Language; documents: string[] } | null;
  remove(threadId: string): void;
}

/** Which revision each guild was last told of. */
export interface Announcements {
  /**
   * Takes it on to tell a guild that a revision is in service now. Of several processes, and after a restart, one is
   * given true: a guild that was told of this revision last need not be told of it again.
   */
  claim(claim: { guildId: string; revision: string; at: Date }): boolean;
  /** Gives the claim back where the guild could not be told. */
  release(claim: { guildId: string; revision: string }): void;
}

/** All that is kept of a member, as they are given it. */
export interface MemberExport {
  turns: ExportedTurn[];
  answers: { question: string; answer: Answer; at: string }[];
  feedback: { question: string | null; verdict: "up" | "down"; reason: string | null; at: string }[];
}

/** What Discord's members and guilds leave behind; users stand in it under pseudonyms. */
export interface MemberRecords {
  sentAnswers: SentAnswers;
  feedback: Feedback;
  guilds: GuildSettingsTable;
  threads: ConversationThreads;
  announcements: Announcements;
  /** Turns of conversations: that of an answer is the first of the thread in which it is gone on from. */
  turns: Pick<TurnsTable, "add">;
  /** How many rows of a member are kept, by kind. */
  countOf(user: string): { turns: number; answers: number; feedback: number };
  exportOf(user: string): MemberExport;
  /** Deletes every row of a member, conversations with it, durably; returns how many rows that was. */
  deleteOf(user: string): number;
  /** Deletes what is older, and of threads those in which nothing is kept any more; returns how many rows that was. */
  sweep(olderThanDays: number): number;
}
