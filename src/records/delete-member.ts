import { z } from "zod";
import { normalizeQuestion } from "../answers/follow-up/normalize-question.ts";
import type { RecordsDatabase } from "./database.ts";

const QuestionSchema = z.object({ question: z.string() });
const KeptQuestionSchema = z.object({ id: z.number(), question: z.string() });

/** The conversations in which nobody but the user, and nobody unknown beside them, has asked. */
const THEIRS_ALONE = `SELECT conversation FROM turns GROUP BY conversation
  HAVING max(user = ?1) = 1 AND count(DISTINCT user) = 1`;

/**
 * Deletes every row of a user: their turns and the whole of conversations that are theirs alone, the threads of those,
 * answers, what they said of answers, and their questions where they stand without a name – with kept answers and with
 * questions that found none. To be called within a transaction.
 * @param user pseudonym
 * @returns how many rows that was
 */
export function deleteMember(db: RecordsDatabase, user: string): number {
  const asked = new Set(questionsOf(db, user).map(normalizeQuestion));
  const deletions = [
    `DELETE FROM threads WHERE conversation IN (${THEIRS_ALONE})`,
    `DELETE FROM turns WHERE user = ?1 OR conversation IN (${THEIRS_ALONE})`,
    "DELETE FROM feedback WHERE user = ?1",
    "DELETE FROM sent_answers WHERE user = ?1",
  ];
  const named = deletions.reduce((sum, sql) => sum + db.run(sql, user), 0);
  return named + deleteQuestions(db, "answers", asked) + deleteQuestions(db, "unanswered", asked);
}

/** As the member put them and as they were understood. */
function questionsOf(db: RecordsDatabase, user: string): string[] {
  return db
    .rows(
      QuestionSchema,
      `SELECT question FROM turns WHERE user = ?1
       UNION SELECT question FROM sent_answers WHERE user = ?1
       UNION SELECT json_extract(answer, '$.question') FROM sent_answers
         WHERE user = ?1 AND json_valid(answer) AND json_type(answer, '$.question') = 'text'`,
      user,
    )
    .map(({ question }) => question);
}

function deleteQuestions(db: RecordsDatabase, table: "answers" | "unanswered", asked: Set<string>): number {
  if (asked.size === 0) return 0;
  return db
    .rows(KeptQuestionSchema, `SELECT rowid AS id, question FROM ${table}`)
    .filter(({ question }) => asked.has(normalizeQuestion(question)))
    .reduce((sum, { id }) => sum + db.run(`DELETE FROM ${table} WHERE rowid = ?`, id), 0);
}
