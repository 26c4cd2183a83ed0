import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MetaSchema } from "../domain/meta.ts";
import { unitRanges } from "../domain/units.ts";
import examples from "../retrieval/question-examples.json";
import { StoredExamplesSchema } from "../retrieval/question-examples.ts";
import { sharedPath } from "../testing/shared.ts";
import { evaluate } from "./evaluate.ts";
import { indexPassages } from "./index-passages.ts";
import { goldId, readCodes, readPassages, readQuestions, readSuite } from "./question-sets.ts";
import {
  EVERYDAY_QUESTIONS_FILE,
  evaluateRefusal,
  readRefusalQuestions,
  readTrainingQuestions,
} from "./refusal.ts";

const folder = mkdtempSync(join(tmpdir(), "vademecum-evaluation-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function write(name: string, text: string): Promise<string> {
  const file = join(folder, name);
  await Bun.write(file, text);
  return file;
}

test("a set is asked question by question and its rankings are judged", async () => {
  const queries = await write(
    "q.jsonl",
    '{"id":"1","question":"a?","gold":["A"]}\n{"id":"2","question":"b?","gold":["B"]}\n{"id":"3","question":"none?","gold":[]}\n',
  );
  const questions = await readQuestions({ queries, gain: "binary" });
  let clock = 0;
  const evaluation = await evaluate({
    questions,
    rank: async (question) => (question === "a?" ? ["A", "X"] : ["X", "X", "B"]),
    now: () => clock++,
  });
  expect(evaluation.questions).toBe(2);
  expect(evaluation.figures.hit1).toBe(0.5);
  expect(evaluation.figures.mrr10).toBe(0.75);
  expect(evaluation.results.map((result) => result.firstGold)).toEqual([1, 2]);
  expect(evaluation.latencyMs).toEqual({ p50: 1, p95: 1, max: 1 });
});

test("an aborted evaluation stops", async () => {
  const questions = [{ id: "1", question: "a?", judgement: { gold: new Set(["A"]), grades: null } }];
  const running = evaluate({ questions, rank: async () => [], signal: AbortSignal.abort() });
  await expect(running).rejects.toThrow();
});

test("grades are read where the set is graded, and missing ones are a mistake", async () => {
  const queries = await write("g.jsonl", '{"id":"1","question":"a?","gold":["A"],"graded":{"A":3,"B":1}}\n');
  const [question] = await readQuestions({ queries, gain: "graded" });
  expect(question?.judgement.grades).toEqual(new Map(Object.entries({ A: 3, B: 1 })));
  const without = await write("w.jsonl", '{"id":"1","question":"a?","gold":["A"]}\n');
  await expect(readQuestions({ queries: without, gain: "graded" })).rejects.toThrow(/mistake/);
});

test("a line that is no question is named by its number", async () => {
  const queries = await write("bad.jsonl", '{"id":"1","question":"a?","gold":["A"]}\n\n{"id":"2"}\n');
  await expect(readQuestions({ queries, gain: "binary" })).rejects.toThrow(/line 3/);
  const broken = await write("broken.jsonl", "{");
  await expect(readPassages(broken)).rejects.toThrow(/line 1/);
  await expect(readSuite(join(folder, "none.json"))).rejects.toThrow(/cannot be read/);
});

test("gold ids are the code and the article, or the code and the súmula's number", () => {
  expect(goldId("CF", "art103-B")).toBe("CF.art103-B");
  expect(goldId("SSTJ", "sumula7")).toBe("SSTJ.7");
});

test("passages become one unit each, with a chunk for each piece", () => {
  const index = indexPassages({
    passages: [
      { id: "P1", doc: "Um", text: "a b" },
      { id: "P2", doc: "Dois", text: "c" },
      { id: "P3", doc: "Um", text: "d e" },
    ],
    cut: (text) => text.split(" "),
    embedded: (piece) => `passage: ${piece}`,
  });
  expect(MetaSchema.safeParse({ schema_version: 1, ...index }).success).toBe(true);
  expect(unitRanges(index.chunks).map((unit) => unit.chunkCount)).toEqual([2, 1, 2]);
  expect(index.chunks.map((chunk) => chunk.document)).toEqual([0, 0, 1, 0, 0]);
  expect(index.passageIds).toEqual(["P1", "P2", "P3"]);
});

test("refusals are counted both ways", async () => {
  const questions = ["lei 1", "lei 2", "bolo 1", "lei? bolo 2"].map((question) => {
    return { id: question, question, norms: [], answerable: /^lei \d/.test(question) };
  });
  const figures = await evaluateRefusal(
    questions,
    async (question) => question !== "lei 2" && question.includes("lei"),
  );
  expect(figures).toMatchObject({ answerable: 2, answered: 0.5, unanswerable: 2, refused: 0.5 });
  expect(figures.mistakes.map(({ id }) => id)).toEqual(["lei 2", "lei? bolo 2"]);
});

test("the everyday questions have both kinds, and gold ids for every one that can be answered", async () => {
  const questions = await readRefusalQuestions(EVERYDAY_QUESTIONS_FILE);
  const withGold = await readQuestions({ queries: EVERYDAY_QUESTIONS_FILE, gain: "binary" });
  const answerable = questions.filter((question) => question.answerable).map(({ id }) => id);
  expect(withGold.map(({ id }) => id)).toEqual(answerable);
  expect(questions.length - answerable.length).toBeGreaterThan(100);
  expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
});

const suite = sharedPath("eval/suite.json");
test.skipIf(suite === null)("the shared question sets are read whole", async () => {
  if (suite === null) return;
  const sets = await readSuite(suite);
  const counts = await Promise.all(sets.map(async (set) => [set.name, (await readQuestions(set)).length]));
  expect(Object.fromEntries(counts)).toEqual({ oab: 66, faquad: 450, juristcu: 75, quati: 24 });
  for (const set of sets) {
    if ("passages" in set) expect((await readPassages(set.passages)).length).toBeGreaterThan(200);
    else expect((await readCodes(set.codes)).get("docs_rag/sumulas/sumulas-tnu.rtf")).toBe("STNU");
  }
});

test("the stored examples are those of the training questions, in their order", async () => {
  const { norms } = StoredExamplesSchema.parse(examples);
  expect(norms).toEqual((await readTrainingQuestions()).map((question) => question.norms));
});
