import { z } from "zod";
import { normalizeQuestion } from "../answers/follow-up/normalize-question.ts";
import { LANGUAGES, type Language } from "../domain/messages.ts";
import { createAnalyzer } from "../lexical/analyze.ts";
import type { RecordsDatabase } from "./database.ts";

const MAX_GROUPS = 5000;

/** A question that the documents did not answer; nothing says who asked it. */
export interface UnansweredQuestion {
  question: string;
  language: Language;
  revision: string;
  at: Date;
}

/** Questions about the same: those with the same words but for stop words, endings and order. */
export interface UnansweredGroup {
  /** As it was last asked. */
  question: string;
  language: Language;
  /** The revision that last did not answer it. */
  revision: string;
  count: number;
  /** ISO 8601, UTC. */
  firstAt: string;
  lastAt: string;
}

export interface UnansweredTable {
  add(question: UnansweredQuestion): void;
  /** The most asked first. */
  groups(limit?: number): UnansweredGroup[];
  /** Drops what nobody has asked since. */
  sweep(before: Date): number;
}

const GroupSchema = z
  .object({
    question: z.string(),
    language: z.enum(LANGUAGES),
    revision: z.string(),
    count: z.number(),
    first_at_ms: z.number(),
    last_at_ms: z.number(),
  })
  .transform(
    ({ first_at_ms, last_at_ms, ...group }): UnansweredGroup => ({
      ...group,
      firstAt: new Date(first_at_ms).toISOString(),
      lastAt: new Date(last_at_ms).toISOString(),
    }),
  );

export function createUnansweredTable(db: RecordsDatabase, maxGroups = MAX_GROUPS): UnansweredTable {
  const analyze = createAnalyzer();
  const subjectOf = (question: string) =>
    [...new Set(analyze(question))].sort().join(" ") || normalizeQuestion(question);
  return {
    add({ question, language, revision, at }) {
      db.transaction(() => {
        db.run(
          `INSERT INTO unanswered (subject, question, language, revision, count, first_at_ms, last_at_ms)
           VALUES (?1, ?2, ?3, ?4, 1, ?5, ?5)
           ON CONFLICT (subject) DO UPDATE SET question = ?2, language = ?3, revision = ?4,
             count = count + 1, last_at_ms = ?5`,
          subjectOf(question),
          question,
          language,
          revision,
          at.getTime(),
        );
        db.run(
          `DELETE FROM unanswered WHERE subject IN
             (SELECT subject FROM unanswered ORDER BY last_at_ms DESC, count DESC, subject LIMIT -1 OFFSET ?)`,
          maxGroups,
        );
      });
    },
    groups: (limit = 100) =>
      db.rows(
        GroupSchema,
        `SELECT question, language, revision, count, first_at_ms, last_at_ms FROM unanswered
         ORDER BY count DESC, last_at_ms DESC, subject LIMIT ?`,
        limit,
      ),
    sweep: (before) => db.run("DELETE FROM unanswered WHERE last_at_ms < ?", before.getTime()),
  };
}
