import { join } from "node:path";
import { z } from "zod";
import { ChunkRecordSchema } from "../domain/meta.ts";
import { readJsonLines } from "./read-json-lines.ts";

/** Questions about the law of the shared corpus, with the places that answer them, and questions it cannot answer. */
export const ANSWERS_QUESTIONS_FILE = join(import.meta.dir, "sets", "answers.jsonl");

/**
 * More such questions, each written and checked against the full text of the corpus before any was asked. Nothing may be
 * fitted or chosen by them: they tell how questions are treated that nobody has seen. The second file was written after
 * the answers to the first had been looked at, and the third after those to the second.
 */
export const HELD_OUT_QUESTIONS_FILES = [
  "answers-held-out.jsonl",
  "answers-held-out-2.jsonl",
  "answers-held-out-3.jsonl",
].map((name) => join(import.meta.dir, "sets", name));

const PlaceSchema = z.strictObject({
  document: z.string().min(1).normalize("NFC"),
  unit: ChunkRecordSchema.shape.unit.optional(),
});
/** Where an answer stands: a document and, where it is not the whole that answers, a unit of it. */
export type GoldPlace = z.infer<typeof PlaceSchema>;

const AnswerQuestionSchema = z
  .strictObject({
    id: z.string().min(1),
    question: z.string().trim().min(1),
    expected: z.array(PlaceSchema),
    otherSide: z.array(PlaceSchema).min(1).optional(),
  })
  .refine(
    ({ expected, otherSide }) => otherSide === undefined || expected.length > 0,
    "places in expected, where otherSide has some",
  );

/**
 * A line of a set of questions for answers: `expected` holds the places (as in `golden.jsonl`) each of which answers the
 * question; it is empty where the documents do not answer it. A question that compares two things has the places of the
 * second in `otherSide`: its answer must cite one of each.
 * ```
 * {"id": "comp-1", "question": "furto ou roubo?", "expected": [{"document": "docs_rag/…", "unit": "art155"}], "otherSide": [{"document": "docs_rag/…", "unit": "art157"}]}
 * ```
 */
export type AnswerQuestion = z.infer<typeof AnswerQuestionSchema>;

const LINE_HINT =
  'correct the line: {"id": "…", "question": "…", "expected": [{"document": "docs_rag/…", "unit": "art5"}]}; expected is [] where nothing answers';

/** @throws {VademecumError} QUESTION_SET_INVALID, naming file and line; QUESTION_SET_UNREADABLE */
export function readAnswerQuestions(file: string): Promise<AnswerQuestion[]> {
  return readJsonLines(AnswerQuestionSchema, file, LINE_HINT);
}
