import { afterAll, expect, test } from "bun:test";
import { z } from "zod";
import type { Answer, Citation, Statement } from "../answers/answer.ts";
import { openSampleIndex } from "../retrieval/testing/sample-index.ts";
import { sharedPath } from "../testing/shared.ts";
import { evaluateAnswers, mistakesOf, summarizeAnswers } from "./answers.ts";
import { checkCitations } from "./answers-check.ts";
import {
  ANSWERS_QUESTIONS_FILE,
  type AnswerQuestion,
  HELD_OUT_QUESTIONS_FILES,
  readAnswerQuestions,
} from "./answers-set.ts";
import { goldId, readCodes } from "./question-sets.ts";
import { readJsonLines } from "./read-json-lines.ts";
import {
  EVERYDAY_QUESTIONS_FILE,
  NEAR_MISSES_FILE,
  REFUSAL_TRAINING_FILE,
  readRefusalQuestions,
} from "./refusal.ts";

const sample = [
  {
    title: "Código Penal",
    units: [
      {
        unit: "art155",
        texts: ["Art. 155. Subtrair, para si ou para outrem, coisa alheia móvel:", "Pena - reclusão."],
      },
      { unit: "art157", texts: ["Art. 157. Subtrair coisa móvel alheia, mediante grave ameaça."] },
      { unit: null, texts: ["PARTE ESPECIAL"] },
    ],
  },
];
const index = openSampleIndex(sample);
afterAll(() => index.close());
const store = index.passages;
const path = store.documents[0]?.path ?? "";

function cite(number: number, unit: string | null, document = path): Citation {
  return {
    number,
    document: { path: document, title: "Código Penal" },
    unit,
    path: "",
    rubric: null,
    pageFrom: null,
    pageTo: null,
    link: "",
    source: "",
    verified: true,
  };
}

function say(text: string, citations: number[], quoted = true): Statement {
  return { text, citations, quoted, flags: [], block: 0, marker: null };
}

function answerOf(parts: Partial<Answer>): Answer {
  return {
    mode: "extractive",
    language: "pt-BR",
    question: "",
    found: (parts.statements ?? []).length > 0,
    statements: [],
    citations: [],
    nearest: [],
    notice: null,
    made: {
      model: null,
      promptVersion: null,
      cached: false,
      firstTokenMs: null,
      totalMs: 0,
      costUsd: null,
    },
    ...parts,
  };
}

test("quotations are looked for word for word in what they cite, up to white space and what is left out", () => {
  const whole = say("Art. 155. Subtrair, para si […] coisa alheia móvel:\nPena - reclusão.", [1]);
  const good = checkCitations(answerOf({ statements: [whole], citations: [cite(1, "art155")] }), store);
  expect(good).toEqual({
    citations: { shown: 1, valid: 1 },
    quotations: { shown: 2, exact: 2 },
    faults: [],
  });
  const altered = say("Subtrair coisa alheia imóvel", [1]);
  const bad = checkCitations(answerOf({ statements: [altered], citations: [cite(1, "art155")] }), store);
  expect(bad.citations).toEqual({ shown: 1, valid: 0 });
  expect(bad.quotations).toEqual({ shown: 1, exact: 0 });
  expect(bad.faults).toHaveLength(1);
});

test("a quotation that stands only in a place that is not cited is not exact", () => {
  const statements = [say("mediante grave ameaça", [1])];
  const citations = [cite(1, "art155"), cite(2, "art157")];
  const { quotations, ...checked } = checkCitations(answerOf({ statements, citations }), store);
  expect(quotations).toEqual({ shown: 1, exact: 0 });
  expect(checked.citations).toEqual({ shown: 2, valid: 1 });
});

test("a model's words are free, what it puts between quotation marks is not", () => {
  const statements = [
    say("O furto é “Subtrair, para si ou para outrem” e “tomar”.", [1]),
    say("Isso é crime.", [1], false),
  ];
  const answer = answerOf({ mode: "model", statements, citations: [cite(1, "art155")] });
  expect(checkCitations(answer, store).quotations).toEqual({ shown: 2, exact: 1 });
});

test("a citation of a document, unit or number that is not there is not valid", () => {
  const citations = [cite(1, "art999"), cite(2, "art155", "elsewhere.pdf"), cite(3, null)];
  const checked = checkCitations(answerOf({ statements: [say("PARTE ESPECIAL", [3, 4])], citations }), store);
  expect(checked.citations).toEqual({ shown: 3, valid: 1 });
  expect(checked.faults).toEqual([
    "[1] is not in the revision",
    "[2] is not in the revision",
    "[4] names no citation",
  ]);
});

test("answers, refusals, gold and time are counted, and each mistake is told", async () => {
  const furto = { document: path, unit: "art155" };
  const roubo = { document: path, unit: "art157" };
  const questions: AnswerQuestion[] = [
    { id: "right", question: "right", expected: [furto] },
    { id: "wrong place", question: "wrong place", expected: [furto] },
    { id: "refused", question: "refused", expected: [furto] },
    { id: "one side", question: "one side", expected: [furto], otherSide: [roubo] },
    { id: "nothing", question: "nothing", expected: [] },
    { id: "made up", question: "made up", expected: [] },
  ];
  const given = (unit: string) =>
    answerOf({ statements: [say("Subtrair", [1])], citations: [cite(1, unit)] });
  const answers = new Map<string, Answer>([
    ["right", { ...given("art155"), made: { ...answerOf({}).made, firstTokenMs: 7, costUsd: 0.5 } }],
    ["wrong place", given("art157")],
    ["refused", answerOf({})],
    ["one side", given("art155")],
    ["nothing", answerOf({})],
    ["made up", given("art157")],
  ]);
  let clock = 0;
  const results = await evaluateAnswers({
    questions,
    store,
    now: () => clock,
    ask: async (question) => {
      clock += 10;
      return answers.get(question) ?? answerOf({});
    },
  });
  expect(summarizeAnswers(results)).toEqual({
    answerable: { questions: 4, answered: 3, refused: 1 },
    unanswerable: { questions: 2, refused: 1, answered: 1 },
    goldCited: 2,
    goldFirst: 2,
    comparisons: { questions: 1, bothSides: 0 },
    citations: { shown: 4, valid: 4 },
    quotations: { shown: 4, exact: 4 },
    byModel: 0,
    cached: 0,
    firstTokenMs: { p50: 7, p95: 7 },
    totalMs: { p50: 10, p95: 10 },
    costUsd: 0.5,
  });
  expect(results.filter((result) => mistakesOf(result).length > 0).map(({ id }) => id)).toEqual([
    "wrong place",
    "refused",
    "one side",
    "made up",
  ]);
});

const SETS: readonly { file: string; answerableMin: number; unanswerableMin: number }[] = [
  { file: ANSWERS_QUESTIONS_FILE, answerableMin: 40, unanswerableMin: 20 },
  ...HELD_OUT_QUESTIONS_FILES.map((file) => ({ file, answerableMin: 30, unanswerableMin: 20 })),
];

test("the project's questions are of both kinds, each new and with a name of its own", async () => {
  const others = [EVERYDAY_QUESTIONS_FILE, NEAR_MISSES_FILE, REFUSAL_TRAINING_FILE].map(readRefusalQuestions);
  const seen = (await Promise.all(others)).flat().map(({ question }) => question);
  for (const { file, answerableMin, unanswerableMin } of SETS) {
    const questions = await readAnswerQuestions(file);
    const answerable = questions.filter(({ expected }) => expected.length > 0).length;
    expect(answerable).toBeGreaterThanOrEqual(answerableMin);
    expect(questions.length - answerable).toBeGreaterThanOrEqual(unanswerableMin);
    expect(new Set(questions.map(({ id }) => id)).size).toBe(questions.length);
    seen.push(...questions.map(({ question }) => question));
  }
  expect(new Set(seen).size).toBe(seen.length);
});

const codesFile = sharedPath("corpus/docs.json");
const unitsFile = sharedPath("corpus/units.jsonl");
test.skipIf(codesFile === null || unitsFile === null)(
  "the documents and units that answer the project's questions are in the corpus",
  async () => {
    if (codesFile === null || unitsFile === null) return;
    const codes = await readCodes(codesFile);
    const units = await readJsonLines(z.object({ id: z.string() }), unitsFile);
    const ids = new Set(units.map(({ id }) => id));
    const questions = (await Promise.all(SETS.map(({ file }) => readAnswerQuestions(file)))).flat();
    const places = questions.flatMap(({ expected, otherSide }) => [...expected, ...(otherSide ?? [])]);
    expect(places.length).toBeGreaterThanOrEqual(120);
    const missing = places.filter(
      ({ document, unit }) => !unit || !ids.has(goldId(codes.get(document) ?? "", unit)),
    );
    expect(missing).toEqual([]);
  },
);
