import { afterEach, beforeEach, expect, test } from "bun:test";
import { silentLog } from "../testing/silent-log.ts";
import { openDatabase } from "./database.ts";
import { createRecordsFolder, type RecordsFolder } from "./testing/open-in-folder.ts";
import { createUnansweredTable } from "./unanswered.ts";

let folder: RecordsFolder;
beforeEach(() => {
  folder = createRecordsFolder();
});
afterEach(() => folder.remove());

const add = (question: string, revision = "r1") =>
  folder.records.unanswered.add({ question, language: "pt-BR", revision, at: folder.clock() });

test("questions about the same are counted together, the most asked first", () => {
  add("Como registrar uma marca?");
  add("qual o regime aduaneiro da Zona Franca?");
  folder.passDays(1);
  add("Qual é o regime aduaneiro na zona franca", "r2");
  expect(folder.records.unanswered.groups()).toEqual([
    {
      question: "Qual é o regime aduaneiro na zona franca",
      language: "pt-BR",
      revision: "r2",
      count: 2,
      firstAt: "2026-05-20T12:00:00.000Z",
      lastAt: "2026-05-21T12:00:00.000Z",
    },
    expect.objectContaining({ question: "Como registrar uma marca?", count: 1 }),
  ]);
  expect(folder.records.unanswered.groups(1)).toHaveLength(1);
});

test("questions of nothing but stop words or signs are still kept apart", () => {
  for (const question of ["e isso?", "quem?", "👍"]) add(question);
  expect(folder.records.unanswered.groups()).toHaveLength(3);
});

test("what nobody has asked for longer than the retention goes", () => {
  add("velha pergunta");
  folder.passDays(20);
  add("nova pergunta");
  folder.passDays(10);
  folder.passDayWithSweep();
  expect(folder.records.unanswered.groups().map(({ question }) => question)).toEqual(["nova pergunta"]);
});

test("of too many groups the ones asked longest ago go", () => {
  const db = openDatabase({ path: folder.path, durability: "normal", log: silentLog });
  const table = createUnansweredTable(db, 3);
  for (let i = 0; i < 5; i++) {
    folder.passDays(1);
    table.add({ question: `pergunta ${i}`, language: "pt-BR", revision: "r", at: folder.clock() });
  }
  expect(table.groups().map(({ question }) => question)).toEqual(["pergunta 4", "pergunta 3", "pergunta 2"]);
  db.close();
});
