import { dirname, resolve } from "node:path";
import { z } from "zod";
import type { Judgement } from "./metrics.ts";
import { invalidSet, parseJson, readJsonLines, readSetFile } from "./read-json-lines.ts";

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
  const suite = parseJson(SuiteSchema, await readSetFile(file), file);
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
  const rows = await readJsonLines(QuerySchema, set.queries);
  return rows
    .filter((row) => row.gold.length > 0)
    .map(({ id, question, gold, graded }) => {
      if (set.gain === "graded" && graded === undefined)
        throw invalidSet(set.queries, `grades for the question ${id}`);
      const grades = set.gain === "graded" ? new Map(Object.entries(graded ?? {})) : null;
      return { id, question, judgement: { gold: new Set(gold), grades } };
    });
}

export function readPassages(file: string): Promise<SetPassage[]> {
  return readJsonLines(PassageSchema, file);
}

/** Reads which code each document has, by its path in the index. */
export async function readCodes(file: string): Promise<Map<string, string>> {
  const rows = parseJson(CodesSchema, await readSetFile(file), file);
  return new Map(rows.map((row) => [row.path, row.code]));
}

/** The id that a unit has in the gold answers: `CF` and `art5` → `CF.art5`, `SSTJ` and `sumula7` → `SSTJ.7`. */
export function goldId(code: string, unit: string): string {
  return `${code}.${unit.replace(/^sumula/, "")}`;
}
