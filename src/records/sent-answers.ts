import { z } from "zod";
import type { Answer } from "../answers/answer.ts";
import type { Log } from "../domain/log.ts";
import { AnswerSchema } from "./answer-schema.ts";
import type { RecordsDatabase } from "./database.ts";
import type { SentAnswer, SentAnswers } from "./member-records.ts";
import { parseRowJson } from "./parse-row-json.ts";
import type { Pseudonyms } from "./pseudonyms.ts";

/** As base64url, 16 characters. */
const ID_BYTES = 12;

const RowSchema = z.object({
  question: z.string(),
  answer: z.string(),
  revision: z.string(),
  tag: z.string(),
  conversation: z.string().nullable(),
  documents: z.string(),
});
const OneSchema = z.object({ one: z.number() });
const DocumentsSchema = z.array(z.string());
const ExportRowSchema = z.object({
  id: z.string(),
  question: z.string(),
  answer: z.string(),
  at_ms: z.number(),
});

/** @param db for what may be lost with a power cut */
export function createSentAnswers(db: RecordsDatabase, pseudonyms: Pseudonyms, log: Log): SentAnswers {
  return {
    add({ answer, question, revision, tag, conversation, documents, user, at }) {
      const id = Buffer.from(crypto.getRandomValues(new Uint8Array(ID_BYTES))).toString("base64url");
      db.run(
        `INSERT INTO sent_answers (id, user, question, answer, revision, tag, conversation, documents, at_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        id,
        user === null ? null : pseudonyms.user(user),
        question,
        JSON.stringify(answer),
        revision,
        tag,
        // The channel of a direct message says who writes there.
        conversation === null ? null : pseudonyms.seal(conversation),
        JSON.stringify(documents),
        at.getTime(),
      );
      return id;
    },
    find(id): SentAnswer | null {
      const [row] = db.rows(
        RowSchema,
        "SELECT question, answer, revision, tag, conversation, documents FROM sent_answers WHERE id = ?",
        id,
      );
      if (row === undefined) return null;
      const answer = parseRowJson(AnswerSchema, row.answer, log, { sentAnswer: id });
      const documents = parseRowJson(DocumentsSchema, row.documents, log, { sentAnswer: id });
      if (answer === null || documents === null) return null;
      const { question, revision, tag } = row;
      const conversation = row.conversation === null ? null : pseudonyms.unseal(row.conversation);
      return { answer, question, revision, tag, conversation, documents };
    },
    isAsker: (id, user) =>
      db.rows(
        OneSchema,
        "SELECT 1 AS one FROM sent_answers WHERE id = ? AND user = ?",
        id,
        pseudonyms.user(user),
      ).length > 0,
  };
}

/** All answers of a member that are kept, oldest first; one that cannot be read is left out and told of in the log. */
export function exportSentAnswers(
  db: RecordsDatabase,
  user: string,
  log: Log,
): { question: string; answer: Answer; at: string }[] {
  const rows = db.rows(
    ExportRowSchema,
    "SELECT id, question, answer, at_ms FROM sent_answers WHERE user = ? ORDER BY at_ms, rowid",
    user,
  );
  return rows.flatMap(({ id, question, at_ms, ...row }) => {
    const answer = parseRowJson(AnswerSchema, row.answer, log, { sentAnswer: id });
    return answer === null ? [] : [{ question, answer, at: new Date(at_ms).toISOString() }];
  });
}
