import { join } from "node:path";
import { z } from "zod";
import { readJsonLines } from "./read-json-lines.ts";

/** Everyday questions about the law of the shared corpus, with gold units, and questions about anything else. */
export const EVERYDAY_QUESTIONS_FILE = join(import.meta.dir, "sets", "everyday.jsonl");

/** Questions that sound like law, but about norms, institutions and facts that the shared corpus does not hold. */
export const NEAR_MISSES_FILE = join(import.meta.dir, "sets", "near-misses.jsonl");

/**
 * Questions by which refusals are fitted, and which are examples to others: law of the corpus, other law, facts, services,
 * other countries, inventions. Kinds that stand here more often than people ask them weigh less.
 */
export const REFUSAL_TRAINING_FILE = join(import.meta.dir, "sets", "refusal-training.jsonl");

const RefusalQuestionSchema = z.object({
  id: z.string().min(1),
  question: z.string().min(1),
  /** Whether the corpus has an answer. */
  answerable: z.boolean(),
  /** Norms each of which answers it (`lei 8245`, `sumulas null`), in the corpus or not; empty where none does. */
  norms: z.array(z.string()),
  /** How much it counts in a fit; 1 where it is left out. */
  weight: z.number().positive().optional(),
});
export type RefusalQuestion = z.infer<typeof RefusalQuestionSchema>;

export interface RefusalFigures {
  answerable: number;
  /** Share of the answerable questions that are answered. */
  answered: number;
  unanswerable: number;
  /** Share of the others that are refused. */
  refused: number;
  /** Questions that were treated wrongly, either way. */
  mistakes: RefusalQuestion[];
}

/** @throws {VademecumError} QUESTION_SET_INVALID, naming the line */
export function readRefusalQuestions(file: string): Promise<RefusalQuestion[]> {
  return readJsonLines(RefusalQuestionSchema, file);
}

export interface TrainingQuestion extends RefusalQuestion {
  set: "training" | "everyday" | "near misses";
}

/** All questions that refusals are fitted on, in an order that stays. */
export async function readTrainingQuestions(): Promise<TrainingQuestion[]> {
  const sets = [
    ["training", REFUSAL_TRAINING_FILE],
    ["everyday", EVERYDAY_QUESTIONS_FILE],
    ["near misses", NEAR_MISSES_FILE],
  ] as const;
  const read = await Promise.all(
    sets.map(async ([set, file]) =>
      (await readRefusalQuestions(file)).map((question) => ({ ...question, set })),
    ),
  );
  return read.flat();
}

/** Asks each question and counts how often weak evidence is told from strong. */
export async function evaluateRefusal(
  questions: readonly RefusalQuestion[],
  isStrong: (question: string) => Promise<boolean>,
): Promise<RefusalFigures> {
  const mistakes: RefusalQuestion[] = [];
  for (const question of questions) {
    if ((await isStrong(question.question)) !== question.answerable) mistakes.push(question);
  }
  const answerable = questions.filter((question) => question.answerable).length;
  const unanswerable = questions.length - answerable;
  const wrongly = (kind: boolean): number =>
    mistakes.filter((question) => question.answerable === kind).length;
  return {
    answerable,
    answered: answerable === 0 ? 0 : 1 - wrongly(true) / answerable,
    unanswerable,
    refused: unanswerable === 0 ? 0 : 1 - wrongly(false) / unanswerable,
    mistakes,
  };
}
