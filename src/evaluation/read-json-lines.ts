import { z } from "zod";
import { VademecumError } from "../domain/errors.ts";

/** @throws {VademecumError} QUESTION_SET_UNREADABLE */
export async function readSetFile(file: string): Promise<string> {
  try {
    return await Bun.file(file).text();
  } catch (error) {
    throw new VademecumError({
      code: "QUESTION_SET_UNREADABLE",
      message: `the question set file ${file} cannot be read`,
      expected: "a file that exists and may be read",
      hint: "check the path; paths inside a suite are relative to the suite's file",
      exitCode: 2,
      cause: error,
    });
  }
}

/**
 * Reads a file with one JSON value a line; `hint` tells what a line must say, where that is not a question with gold ids.
 * @throws {VademecumError} QUESTION_SET_INVALID, naming the line
 */
export async function readJsonLines<T>(schema: z.ZodType<T>, file: string, hint?: string): Promise<T[]> {
  const lines = (await readSetFile(file)).replace(/^\ufeff/, "").split("\n");
  return lines.flatMap((line, index) =>
    line.trim() === "" ? [] : [parseJson(schema, line, `${file}, line ${index + 1}`, hint)],
  );
}

/** Parses a JSON text of a question set; `where` names it in an error. */
export function parseJson<T>(schema: z.ZodType<T>, text: string, where: string, hint?: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalidSet(where, `JSON (${error instanceof Error ? error.message : String(error)})`, hint);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalidSet(where, z.prettifyError(parsed.error), hint);
  return parsed.data;
}

const QUESTION_HINT =
  "correct the file: a question has id, question, gold (a list of ids) and, for graded gain, graded (id → grade)";

export function invalidSet(where: string, expected: string, hint = QUESTION_HINT): VademecumError {
  return new VademecumError({
    code: "QUESTION_SET_INVALID",
    message: `the question set has a mistake in ${where}`,
    expected,
    hint,
    exitCode: 2,
  });
}
