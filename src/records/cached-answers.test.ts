import { Database } from "bun:sqlite";
import { afterEach, beforeEach, expect, test } from "bun:test";
import type { Answer } from "../answers/answer.ts";
import type { Log } from "../domain/log.ts";
import { silentLog } from "../testing/silent-log.ts";
import { type AnswerKey, createCachedAnswers } from "./cached-answers.ts";
import { openDatabase } from "./database.ts";
import { modelAnswer } from "./testing/model-answer.ts";
import { createRecordsFolder, type RecordsFolder } from "./testing/open-in-folder.ts";

let folder: RecordsFolder;
beforeEach(() => {
  folder = createRecordsFolder();
});
afterEach(() => folder.remove());

const QUESTION = "Qual é o prazo da apelação no art. 1.003 do CPC?";
const key = (values: Partial<AnswerKey> = {}): AnswerKey => ({
  question: QUESTION,
  revision: "r1",
  model: "org/model",
  promptVersion: "1",
  language: "pt-BR",
  ...values,
});
/** A unit vector whose cosine with `vector(0)` is that of the angle. */
const vector = (angle: number) => new Float32Array([Math.cos(angle), Math.sin(angle), 0, 0]);
const NEAR = 0.2; // cosine 0.980
const FAR = 0.3; // cosine 0.955

test("an answer is found again for the same question, up to case, accents and punctuation, and says so", () => {
  const { answers } = folder.records;
  expect(answers.put(key(), modelAnswer(), vector(0))).toBe(true);
  const found = answers.find(key({ question: "  qual e o PRAZO da apelacao — no art 1.003 do CPC " }));
  expect(found?.similarity).toBe(1);
  expect(found?.answer).toEqual({ ...modelAnswer(), made: { ...modelAnswer().made, cached: true } });
});

test("nothing is found for another revision, model, prompt version or language, however near", () => {
  const { answers } = folder.records;
  answers.put(key(), modelAnswer(), vector(0));
  const others: Partial<AnswerKey>[] = [
    { revision: "r2" },
    { model: "org/other" },
    { promptVersion: "2" },
    { language: "en" },
  ];
  for (const other of others) {
    expect(answers.find(key(other))).toBeNull();
    expect(answers.findNear(key(other), vector(0))).toBeNull();
  }
});

test("a question near enough is given the answer of the nearest one, a farther one is given none", () => {
  const { answers } = folder.records;
  answers.put(key({ question: "qual prazo tem a apelação?" }), modelAnswer({ question: "a" }), vector(0));
  answers.put(key({ question: "que prazo tem a apelação?" }), modelAnswer({ question: "b" }), vector(0.1));
  const asked = key({ question: "qual é mesmo o prazo para apelar?" });
  expect(answers.find(asked)).toBeNull();
  const found = answers.findNear(asked, vector(NEAR));
  expect(found?.answer.question).toBe("b");
  expect(found?.similarity).toBeCloseTo(Math.cos(NEAR - 0.1), 5);
  expect(answers.findNear(asked, vector(0.1 + FAR))).toBeNull();
});

test.each([
  ["o menor pode votar?", "o menor não pode votar?"],
  ["é permitido demitir com aviso?", "é permitido demitir sem aviso?"],
  ["quem pode adotar, salvo parentes?", "quem pode adotar, com parentes?"],
  ["o que diz o art. 5º da CF?", "o que diz o art. 6º da CF?"],
  ["o que diz o art. 5º da CF?", "o que diz o art. 5º do CC?"],
  ["o que diz o inciso IV?", "o que diz o inciso VI?"],
  ["o que diz a alínea a do inciso IV?", "o que diz a alínea b do inciso IV?"],
  ["súmula 331 do TST", "súmula 331 do STJ"],
  ["pena de 2 anos", "pena de 12 anos"],
  ["pena de dois anos", "pena de três anos"],
  ["multa de 1,5 %", "multa de 15 %"],
  ["multa de 10²", "multa de 102"],
  ["o que diz o § 1º?", "o que diz o art. 1º?"],
  ["o incapaz responde?", "o capaz responde?"],
  ["direitos do locador", "direitos do locatário"],
  ["prazo para maiores de idade", "prazo para menores de idade"],
  ["homicídio doloso", "homicídio culposo"],
  ["competência do STF", "competência do STJ"],
  ["pena do furto", "prazo do furto"],
])("%p is not answered as %p, though their vectors are the same", (kept, asked) => {
  const { answers } = folder.records;
  answers.put(key({ question: kept }), modelAnswer(), vector(0));
  expect(answers.find(key({ question: kept }))).not.toBeNull();
  expect(answers.find(key({ question: asked }))).toBeNull();
  expect(answers.findNear(key({ question: asked }), vector(0))).toBeNull();
});

test("only what a model wrote and its sources bear is kept", () => {
  const { answers } = folder.records;
  const { made, citations } = modelAnswer();
  const refused: Partial<Answer>[] = [
    { mode: "extractive", notice: "budget" },
    { mode: "extractive", notice: null },
    { notice: "unsupported" },
    { found: false },
    { citations: [] },
    { citations: citations.map((citation) => ({ ...citation, verified: false })) },
    { made: { ...made, cached: true } },
    {
      statements: [
        { text: "x".repeat(100_001), citations: [1], quoted: false, flags: [], block: 0, marker: null },
      ],
    },
  ];
  for (const values of refused) expect(answers.put(key(), modelAnswer(values), vector(0))).toBe(false);
  expect(answers.find(key())).toBeNull();
});

test("a swap drops the answers of revisions that no roll-back can bring back, and keeps the others", () => {
  const { answers } = folder.records;
  for (const revision of ["r1", "r2", "r3"]) answers.put(key({ revision }), modelAnswer(), null);
  expect(answers.dropOther(["r2", "r3", "r9"])).toBe(1);
  expect(answers.find(key({ revision: "r1" }))).toBeNull();
  expect(answers.find(key({ revision: "r2" }))).not.toBeNull();
  expect(answers.dropOther([])).toBe(2);
});

test("of too many answers the ones not asked for longest go", () => {
  const db = openDatabase({ path: folder.path, durability: "normal", log: silentLog });
  const answers = createCachedAnswers({ db, clock: folder.clock, log: silentLog, maxAnswers: 3 });
  const questions = ["usucapião", "posse", "penhor", "hipoteca"];
  for (const question of questions.slice(0, 3)) {
    folder.passDays(0.01);
    answers.put(key({ question }), modelAnswer(), null);
  }
  folder.passDays(0.01);
  answers.find(key({ question: "usucapião" }));
  folder.passDays(0.01);
  answers.put(key({ question: "hipoteca" }), modelAnswer(), null);
  const kept = questions.filter((question) => answers.find(key({ question })) !== null);
  expect(kept).toEqual(["usucapião", "penhor", "hipoteca"]);
  db.close();
});

test("answers that nobody has asked for within the retention go", () => {
  folder.records.answers.put(key(), modelAnswer(), null);
  folder.passDays(30);
  folder.passDayWithSweep();
  expect(folder.records.answers.find(key())).toBeNull();
});

test.each(["{", '{"mode":"model"}', "null"])(
  "a row whose answer is %p is dropped, and it is logged",
  (text) => {
    folder.records.answers.put(key(), modelAnswer(), vector(0));
    const raw = new Database(folder.path);
    raw.query("UPDATE answers SET answer = ?").run(text);
    const warnings: string[] = [];
    const log: Log = { ...silentLog, warn: (_, message) => warnings.push(message) };
    const { answers } = folder.open({ log });
    expect(answers.findNear(key(), vector(0))).toBeNull();
    expect(warnings).toEqual(["a kept answer cannot be read: dropped"]);
    expect(raw.query("SELECT count(*) FROM answers").values()).toEqual([[0]]);
    raw.close();
  },
);

test("a vector that is damaged or of another length is nobody's neighbour", () => {
  const { answers } = folder.records;
  answers.put(key(), modelAnswer(), new Float32Array([1, 0]));
  expect(answers.findNear(key(), vector(0))).toBeNull();
  answers.put(key(), modelAnswer(), new Float32Array(4));
  expect(answers.findNear(key(), new Float32Array(4))).toBeNull();
  const raw = new Database(folder.path);
  raw.run("UPDATE answers SET vector = x'010203'");
  raw.close();
  expect(answers.findNear(key(), vector(0))).toBeNull();
});
