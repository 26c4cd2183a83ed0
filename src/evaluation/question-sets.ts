import { dirname, resolve } from "node:path";
import { z } from "zod";
import { VademecumError } from "../domain/errors.ts";
import type { Judgement } from "./metrics.ts";

const path = z.string().min(1);
const SetSchema = z.union([
  z.object({
    name: z.string(),
    documents: path,
    codes: path,
    queries: path,
    gain: z.enum(["binary", "graded"]),
  }),
  z.object({ name: z.string(), passages: path, queries: path, gain: z.enum(["binary", "graded"]) }),
]);
const SuiteSchema = z.object({ about: z.string().optional(), sets: z.array(SetSchema) });

/**
 * A question set and what it is asked of: either a folder of documents, with a file that gives each document's code
 * (gold ids are `CODE.art5` and, for súmulas, `CODE.7`), or a file of passages with ids of their own. Paths are absolute.
 */
export type QuestionSet = z.infer<typeof SetSchema>;

const QuerySchema = z.object({
  id: z.string().min(1),
  question: z.string().min(1),
  gold: z.array(z.string()),
  graded: z.record(z.string(), z.number().nonnegative()).optional(),
});

export interface Question {
  id: string;
  question: string;
  judgement: Judgement;
}

const PassageSchema = z.object({ id: z.string().min(1), doc: z.string().min(1), text: z.string().min(1) });
/** A passage of a set without documents; `doc` is the title of what it was taken from. */
export type SetPassage = z.infer<typeof PassageSchema>;

const CodesSchema = z.array(z.object({ path: z.string(), code: z.string() }));

/** Reads a suite's list of sets. @throws {VademecumError} QUESTION_SET_INVALID */
export async function readSuite(file: string): Promise<QuestionSet[]> {
  const suite = parseWith(SuiteSchema, await readText(file), file);
  const absolute = (relative: string): string => resolve(dirname(file), relative);
  return suite.sets.map((set) =>
    "documents" in set
      ? {
          ...set,
          documents: absolute(set.documents),
          codes: absolute(set.codes),
          queries: absolute(set.queries),
        }
      : { ...set, passages: absolute(set.passages), queries: absolute(set.queries) },
  );
}

/**
 * Reads a set's questions; those without gold are left out, as nothing can be said about them.
 * @throws {VademecumError} QUESTION_SET_INVALID, naming the line
 */
export async function readQuestions(set: Pick<QuestionSet, "queries" | "gain">): Promise<Question[]> {
  const rows = await readLines(QuerySchema, set.queries);
  return rows
    .filter((row) => row.gold.length > 0)
    .map(({ id, question, gold, graded }) => {
      if (set.gain === "graded" && graded === undefined)
        throw invalid(set.queries, `grades for the question ${id}`);
      const grades = set.gain === "graded" ? new Map(Object.entries(graded ?? {})) : null;
      return { id, question, judgement: { gold: new Set(gold), grades } };
    });
}

export function readPassages(file: string): Promise<SetPassage[]> {
  return readLines(PassageSchema, file);
}

/** Reads which code each document has, by its path in the index. */
export async function readCodes(file: string): Promise<Map<string, string>> {
  const rows = parseWith(CodesSchema, await readText(file), file);
  return new Map(rows.map((row) => [row.path, row.code]));
}

/** The id that a unit has in the gold answers: `CF` and `art5` → `CF.art5`, `SSTJ` and `sumula7` → `SSTJ.7`. */
export function goldId(code: string, unit: string): string {
  return `${code}.${unit.replace(/^sumula/, "")}`;
}

async function readText(file: string): Promise<string> {
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

async function readLines<T>(schema: z.ZodType<T>, file: string): Promise<T[]> {
  const lines = (await readText(file)).split("\n");
  return lines.flatMap((line, index) =>
    line.trim() === "" ? [] : [parseWith(schema, line, `${file}, line ${index + 1}`)],
  );
}

function parseWith<T>(schema: z.ZodType<T>, text: string, where: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw invalid(where, `JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw invalid(where, z.prettifyError(parsed.error));
  return parsed.data;
}

function invalid(where: string, expected: string): VademecumError {
  return new VademecumError({
    code: "QUESTION_SET_INVALID",
    message: `the question set has a mistake in ${where}`,
    expected,
    hint: "correct the file: a question has id, question, gold (a list of ids) and, for graded gain, graded (id → grade)",
    exitCode: 2,
  });
}
