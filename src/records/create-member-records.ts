import { z } from "zod";
import type { Log } from "../domain/log.ts";
import { createAnnouncements } from "./announcements.ts";
import { createConversationThreads } from "./conversation-threads.ts";
import type { RecordsDatabase } from "./database.ts";
import { deleteDurably } from "./delete-durably.ts";
import { deleteMember } from "./delete-member.ts";
import { createFeedback, exportFeedback } from "./feedback.ts";
import { createGuildSettings } from "./guild-settings.ts";
import type { MemberRecords } from "./member-records.ts";
import type { Pseudonyms } from "./pseudonyms.ts";
import { createSentAnswers, exportSentAnswers } from "./sent-answers.ts";
import type { TurnsTable } from "./turns.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const CountsSchema = z.object({ turns: z.number(), answers: z.number(), feedback: z.number() });

export interface MemberRecordsOptions {
  /** For what may be lost with a power cut. */
  fast: RecordsDatabase;
  /** For deletions and for what operators choose. */
  durable: RecordsDatabase;
  pseudonyms: Pseudonyms;
  turns: TurnsTable;
  clock: () => Date;
  log: Log;
}

export function createMemberRecords(options: MemberRecordsOptions): MemberRecords {
  const { fast, durable, pseudonyms, turns, clock, log } = options;
  return {
    sentAnswers: createSentAnswers(fast, pseudonyms, log),
    feedback: createFeedback(fast, pseudonyms),
    guilds: createGuildSettings(durable, log),
    threads: createConversationThreads(fast, pseudonyms, log),
    announcements: createAnnouncements(fast),
    turns,
    countOf: (user) =>
      fast.rows(
        CountsSchema,
        `SELECT (SELECT count(*) FROM turns WHERE user = ?1) AS turns,
           (SELECT count(*) FROM sent_answers WHERE user = ?1) AS answers,
           (SELECT count(*) FROM feedback WHERE user = ?1) AS feedback`,
        pseudonyms.user(user),
      )[0] ?? { turns: 0, answers: 0, feedback: 0 },
    exportOf: (user) => ({
      turns: turns.exportOf(user),
      answers: exportSentAnswers(fast, pseudonyms.user(user), log),
      feedback: exportFeedback(fast, pseudonyms.user(user)),
    }),
    deleteOf: (user) => deleteDurably(durable, log, () => deleteMember(durable, pseudonyms.user(user))),
    sweep(olderThanDays) {
      const beforeMs = clock().getTime() - olderThanDays * DAY_MS;
      return deleteDurably(durable, log, () =>
        [
          "DELETE FROM sent_answers WHERE at_ms < ?",
          "DELETE FROM feedback WHERE at_ms < ?",
          // A thread is a conversation for as long as anything of it is remembered.
          "DELETE FROM threads WHERE at_ms < ? AND conversation NOT IN (SELECT conversation FROM turns)",
        ].reduce((sum, sql) => sum + durable.run(sql, beforeMs), 0),
      );
    },
  };
}
