import { z } from "zod";
import type { Log } from "../domain/log.ts";
import type { RecordsDatabase } from "./database.ts";
import { deleteDurably } from "./delete-durably.ts";
import type { Pseudonyms } from "./pseudonyms.ts";

/** A question of a conversation and what was answered. */
export interface NewTurn {
  /** What tells one conversation from another: a thread, a page's session. It is kept only as a keyed hash. */
  conversation: string;
  /** Whose question it is, kept only as a keyed hash; null where nobody is known. */
  user: string | null;
  question: string;
  answer: string;
  /** The revision that answered. */
  revision: string;
  at: Date;
}

/** What a member is given who asks for what is kept of theirs. */
export interface ExportedTurn {
  /** The same for turns of one conversation; it is not the conversation's id. */
  conversation: string;
  question: string;
  answer: string;
  revision: string;
  /** ISO 8601, UTC. */
  at: string;
}

export interface TurnsTable {
  add(turn: NewTurn): void;
  /** The last turns of a conversation, oldest first. */
  last(conversation: string, count: number): { question: string; answer: string }[];
  /** Deletes all that is kept of a user; returns how many turns that was. Nothing of them is left in the file. */
  deleteOf(user: string): number;
  deleteConversation(conversation: string): number;
  /** All that is kept of a user, oldest first. */
  exportOf(user: string): ExportedTurn[];
  /** Deletes what is older; returns how many turns that was. */
  sweep(olderThanDays: number): number;
}

const DAY_MS = 24 * 60 * 60 * 1000;

const TurnSchema = z.object({ question: z.string(), answer: z.string() });
const ExportSchema = z
  .object({
    conversation: z.string(),
    question: z.string(),
    answer: z.string(),
    revision: z.string(),
    at_ms: z.number(),
  })
  .transform(({ at_ms, ...turn }): ExportedTurn => ({ ...turn, at: new Date(at_ms).toISOString() }));

export interface TurnsOptions {
  /** For what may be lost with a power cut. */
  fast: RecordsDatabase;
  /** For deletions, which must not come undone. */
  durable: RecordsDatabase;
  pseudonyms: Pseudonyms;
  clock: () => Date;
  log: Log;
}

export function createTurnsTable({ fast, durable, pseudonyms, clock, log }: TurnsOptions): TurnsTable {
  const deleteWhere = (condition: "user = ?" | "conversation = ?" | "at_ms < ?", value: string | number) =>
    deleteDurably(durable, log, () => durable.run(`DELETE FROM turns WHERE ${condition}`, value));
  return {
    add({ conversation, user, question, answer, revision, at }) {
      fast.run(
        "INSERT INTO turns (conversation, user, question, answer, revision, at_ms) VALUES (?, ?, ?, ?, ?, ?)",
        pseudonyms.conversation(conversation),
        user === null ? null : pseudonyms.user(user),
        question,
        answer,
        revision,
        at.getTime(),
      );
    },
    last: (conversation, count) =>
      fast
        .rows(
          TurnSchema,
          "SELECT question, answer FROM turns WHERE conversation = ? ORDER BY id DESC LIMIT ?",
          pseudonyms.conversation(conversation),
          count,
        )
        .reverse(),
    deleteOf: (user) => deleteWhere("user = ?", pseudonyms.user(user)),
    deleteConversation: (conversation) =>
      deleteWhere("conversation = ?", pseudonyms.conversation(conversation)),
    exportOf: (user) =>
      fast.rows(
        ExportSchema,
        "SELECT conversation, question, answer, revision, at_ms FROM turns WHERE user = ? ORDER BY id",
        pseudonyms.user(user),
      ),
    sweep: (olderThanDays) => deleteWhere("at_ms < ?", clock().getTime() - olderThanDays * DAY_MS),
  };
}
