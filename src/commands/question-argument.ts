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

/** `--document`, as often as there are documents to ask. */
export function documentOption(): Option {
  return new Option(
    "--document <path>",
    "keep to this document, or to a folder that ends in /; as often as wanted. " +
      "A path begins with the name of the folder that was indexed; a law's usual name will do: CDC",
  )
    .default([], "all documents")
    .argParser((path: string, before: string[]) => [...before, path]);
}

/** `--lang`, in which members are answered. */
export function languageOption(): Option {
  return new Option("--lang <language>", "language of everything but the law")
    .choices(LANGUAGES)
    .default("pt-BR");
}
