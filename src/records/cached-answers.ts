import { z } from "zod";
import type { Answer } from "../answers/answer.ts";
import { normalizeQuestion } from "../answers/follow-up/normalize-question.ts";
import { askForDifferent, traitsKey } from "../answers/follow-up/question-traits.ts";
import type { Log } from "../domain/log.ts";
import type { Language } from "../domain/messages.ts";
import { AnswerSchema } from "./answer-schema.ts";
import type { RecordsDatabase } from "./database.ts";
import { cosine, vectorBytes, vectorOf } from "./vectors.ts";

/** From here on two questions are taken for the same, where they also name the same law, negations and numbers. */
export const NEAR_MIN_COSINE = 0.97;
const MAX_ANSWERS = 2000;
/** An answer of a thousand words with its citations is a tenth of this. */
const MAX_ANSWER_CHARS = 100_000;

/** What an answer depends on. */
export interface AnswerKey {
  /** Self-contained: what a conversation said before is no part of it. */
  question: string;
  revision: string;
  /** The models asked, as they are configured, whichever of them wrote the answer. */
  model: string;
  promptVersion: string;
  language: Language;
}

export interface CachedAnswer {
  /** As it was given, but `made.cached`; its `question` is the one it was given to. */
  answer: Answer;
  /** Cosine between the two questions; 1 where they are the same up to case, accents and punctuation. */
  similarity: number;
}

export interface CachedAnswers {
  /** The answer to the same question. */
  find(key: AnswerKey): CachedAnswer | null;
  /** The answer to the question nearest to this one, where it asks the same. */
  findNear(key: AnswerKey, vector: Float32Array): CachedAnswer | null;
  /** Keeps an answer that a model wrote and that its sources bear; another one is not kept (false). */
  put(key: AnswerKey, answer: Answer, vector: Float32Array | null): boolean;
  /** Drops the answers of all revisions but these: those of the local store, which a roll-back may bring back. */
  dropOther(keptRevisions: readonly string[]): number;
  /** Drops what nobody has asked for since. */
  sweep(before: Date): number;
}

const RowSchema = z.object({
  id: z.number(),
  question: z.string(),
  vector: z.instanceof(Uint8Array).nullable(),
});
type Row = z.infer<typeof RowSchema>;
const TextSchema = z.object({ answer: z.string() });
const SAME_MAKING = "traits = ? AND revision = ? AND model = ? AND prompt_version = ? AND language = ?";

export interface CachedAnswersOptions {
  db: RecordsDatabase;
  clock: () => Date;
  log: Log;
  maxAnswers?: number;
}

export function createCachedAnswers(options: CachedAnswersOptions): CachedAnswers {
  const { db, clock, log, maxAnswers = MAX_ANSWERS } = options;
  const making = (key: AnswerKey) =>
    [traitsKey(key.question), key.revision, key.model, key.promptVersion, key.language] as const;
  const select = (condition: string, key: AnswerKey, ...more: string[]) =>
    db.rows(
      RowSchema,
      `SELECT id, question, vector FROM answers WHERE ${SAME_MAKING} AND ${condition}`,
      ...making(key),
      ...more,
    );

  const use = ({ id }: Row, similarity: number): CachedAnswer | null => {
    const [row] = db.rows(TextSchema, "SELECT answer FROM answers WHERE id = ?", id);
    if (row === undefined) return null; // another process has just dropped it
    const parsed = AnswerSchema.safeParse(parseJson(row.answer));
    if (!parsed.success) {
      log.warn({ id, error: z.prettifyError(parsed.error) }, "a kept answer cannot be read: dropped");
      db.run("DELETE FROM answers WHERE id = ?", id);
      return null;
    }
    db.run("UPDATE answers SET used_at_ms = ? WHERE id = ?", clock().getTime(), id);
    const { made, ...answer } = parsed.data;
    return { answer: { ...answer, made: { ...made, cached: true } }, similarity };
  };

  return {
    find(key) {
      const [row] = select("question_key = ?", key, normalizeQuestion(key.question));
      return row === undefined ? null : use(row, 1);
    },
    findNear(key, vector) {
      const near = select("vector IS NOT NULL", key)
        .map((row) => ({ row, similarity: similarityTo(vector, row) }))
        .filter(({ similarity }) => similarity >= NEAR_MIN_COSINE)
        .filter(({ row }) => !askForDifferent(row.question, key.question))
        .sort((a, b) => b.similarity - a.similarity || a.row.id - b.row.id);
      for (const { row, similarity } of near) {
        const found = use(row, similarity);
        if (found !== null) return found;
      }
      return null;
    },
    put(key, answer, vector) {
      const text = JSON.stringify(answer);
      if (!isWorthKeeping(answer)) return false;
      if (text.length > MAX_ANSWER_CHARS) {
        log.warn({ chars: text.length }, "an answer is too long to be kept");
        return false;
      }
      db.transaction(() => {
        db.run(
          `INSERT OR REPLACE INTO answers
             (traits, revision, model, prompt_version, language, question_key, question, vector, answer, used_at_ms)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
          ...making(key),
          normalizeQuestion(key.question),
          key.question,
          vector === null ? null : vectorBytes(vector),
          text,
          clock().getTime(),
        );
        db.run(
          `DELETE FROM answers WHERE id IN
             (SELECT id FROM answers ORDER BY used_at_ms DESC, id DESC LIMIT -1 OFFSET ?)`,
          maxAnswers,
        );
      });
      return true;
    },
    dropOther: (keptRevisions) =>
      db.run(
        "DELETE FROM answers WHERE revision NOT IN (SELECT value FROM json_each(?))",
        JSON.stringify(keptRevisions),
      ),
    sweep: (before) => db.run("DELETE FROM answers WHERE used_at_ms < ?", before.getTime()),
  };
}

function similarityTo(vector: Float32Array, { vector: bytes }: Row): number {
  const kept = bytes === null ? null : vectorOf(bytes);
  return kept === null ? 0 : cosine(vector, kept);
}

function isWorthKeeping({ mode, found, notice, made, citations }: Answer): boolean {
  const isFresh = mode === "model" && found && notice === null && !made.cached;
  return isFresh && citations.some(({ verified }) => verified);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // told apart from an answer by the schema, like any other damage
  }
}
