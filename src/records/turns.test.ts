import { afterEach, beforeEach, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { createRecordsFolder, type RecordsFolder } from "./testing/open-in-folder.ts";

const ANA = "183904112233445566";
const RUI = "283904112233445577";

let folder: RecordsFolder;
beforeEach(() => {
  folder = createRecordsFolder();
});
afterEach(() => folder.remove());

const addTurn = (conversation: string, user: string | null, question: string) =>
  folder.records.turns.add({
    conversation,
    user,
    question,
    answer: `resposta a ${question}`,
    revision: "r1",
    at: folder.clock(),
  });
const questions = (conversation: string, count = 9) =>
  folder.records.turns.last(conversation, count).map(({ question }) => question);

/** Everything that stands in the folder of the records, the write-ahead log included. */
function wholeFolder(): string {
  const dir = dirname(folder.path);
  return readdirSync(dir)
    .map((name) => readFileSync(join(dir, name), "latin1"))
    .join("\n");
}

test("the last turns of a conversation come oldest first, and none of another's", () => {
  for (const question of ["um", "dois", "três"]) addTurn("thread-1", ANA, question);
  addTurn("thread-2", RUI, "outra");
  expect(folder.records.turns.last("thread-1", 2)).toEqual([
    { question: "dois", answer: "resposta a dois" },
    { question: "três", answer: "resposta a três" },
  ]);
  expect(questions("thread-3")).toEqual([]);
});

test("a user is given all that is kept of them, and after its deletion nothing", () => {
  addTurn("thread-1", ANA, "um");
  addTurn("thread-1", RUI, "dois");
  addTurn("thread-2", ANA, "três");
  addTurn("page", null, "quatro");
  const exported = folder.records.turns.exportOf(ANA);
  expect(exported.map(({ question, at }) => [question, at])).toEqual([
    ["um", "2026-05-20T12:00:00.000Z"],
    ["três", "2026-05-20T12:00:00.000Z"],
  ]);
  expect(new Set(exported.map(({ conversation }) => conversation)).size).toBe(2);
  expect(folder.records.turns.deleteOf(ANA)).toBe(2);
  expect(folder.records.turns.exportOf(ANA)).toEqual([]);
  expect(questions("thread-1")).toEqual(["dois"]);
  expect(questions("page")).toEqual(["quatro"]);
});

test("a conversation is deleted alone", () => {
  addTurn("thread-1", ANA, "um");
  addTurn("thread-2", ANA, "dois");
  expect(folder.records.turns.deleteConversation("thread-1")).toBe(1);
  expect(questions("thread-1")).toEqual([]);
  expect(questions("thread-2")).toEqual(["dois"]);
});

test("of deleted turns no word is left in any file", () => {
  addTurn("thread-1", ANA, "segredo-da-ana");
  addTurn("thread-1", RUI, "pergunta-do-rui");
  expect(wholeFolder()).toContain("segredo-da-ana");
  folder.records.turns.deleteOf(ANA);
  expect(wholeFolder()).not.toContain("segredo-da-ana");
  expect(questions("thread-1")).toEqual(["pergunta-do-rui"]);
});

test("no id of a user or a conversation is written anywhere", () => {
  addTurn("conversa-938475", ANA, "um");
  expect(wholeFolder()).not.toContain(ANA);
  expect(wholeFolder()).not.toContain("conversa-938475");
});

test("turns older than the retention go when the records are opened, and every day", () => {
  addTurn("thread-1", ANA, "velha");
  folder.passDays(20);
  addTurn("thread-1", ANA, "nova");
  folder.passDays(10.5);
  folder.open();
  expect(questions("thread-1")).toEqual(["nova"]);
  folder.passDays(19);
  folder.passDayWithSweep();
  expect(questions("thread-1")).toEqual([]);
});

test("a sweep leaves what is exactly as old as the retention", () => {
  addTurn("thread-1", ANA, "um");
  folder.passDays(30);
  expect(folder.records.turns.sweep(30)).toBe(0);
  expect(folder.records.turns.sweep(29)).toBe(1);
});
