import { InvalidArgumentError, Option } from "commander";
import { LANGUAGES } from "../domain/messages.ts";

/** A question longer than this is a mistake, such as a pasted document. */
const QUESTION_MAX_CHARS = 4000;

/** Parses the question of a command. */
export function parseQuestion(text: string): string {
  const question = text.trim();
  if (question === "") throw new InvalidArgumentError("expected a question, got nothing.");
  if (question.length > QUESTION_MAX_CHARS) {
    throw new InvalidArgumentError(
      `expected at most ${QUESTION_MAX_CHARS} characters, got ${question.length}.`,
    );
  }
  return question;
}

/** Parses `-k`. */
export function parsePassageCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 100) {
    throw new InvalidArgumentError(`expected a whole number from 1 to 100, got "${text}".`);
  }
  return count;
}

/** `--lang`, in which members are answered. */
export function languageOption(): Option {
  return new Option("--lang <language>", "language of everything but the law")
    .choices(LANGUAGES)
    .default("pt-BR");
}
