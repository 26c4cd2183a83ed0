import { z } from "zod";
import type { RecordsDatabase } from "./database.ts";
import type { Feedback, MemberExport } from "./member-records.ts";
import type { Pseudonyms } from "./pseudonyms.ts";

const CountsSchema = z.object({ up: z.number(), down: z.number() });
const ExportSchema = z
  .object({
    question: z.string().nullable(),
    verdict: z.enum(["up", "down"]),
    reason: z.string().nullable(),
    at_ms: z.number(),
  })
  .transform(({ at_ms, ...given }) => ({ ...given, at: new Date(at_ms).toISOString() }));

/** @param db for what may be lost with a power cut */
export function createFeedback(db: RecordsDatabase, pseudonyms: Pseudonyms): Feedback {
  return {
    set({ answerId, user, verdict, reason, at }) {
      db.run(
        `INSERT INTO feedback (answer_id, user, verdict, reason, at_ms) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (answer_id, user) DO UPDATE SET verdict = ?3, reason = ?4, at_ms = ?5`,
        answerId,
        pseudonyms.user(user),
        verdict,
        reason,
        at.getTime(),
      );
    },
    counts: () =>
      db.rows(
        CountsSchema,
        "SELECT count(*) FILTER (WHERE verdict = 'up') AS up, count(*) FILTER (WHERE verdict = 'down') AS down FROM feedback",
      )[0] ?? { up: 0, down: 0 },
  };
}

/** What a member said of answers, oldest first; with the question only where it was their own. */
export function exportFeedback(db: RecordsDatabase, user: string): MemberExport["feedback"] {
  return db.rows(
    ExportSchema,
    `SELECT sent_answers.question AS question, verdict, reason, feedback.at_ms AS at_ms
     FROM feedback LEFT JOIN sent_answers ON sent_answers.id = answer_id AND sent_answers.user = feedback.user
     WHERE feedback.user = ? ORDER BY feedback.at_ms, answer_id`,
    user,
  );
}
