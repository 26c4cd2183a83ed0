import { Database } from "bun:sqlite";
import { afterEach, beforeEach, expect, test } from "bun:test";
import { chmodSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Log } from "../domain/log.ts";
import { silentLog } from "../testing/silent-log.ts";
import { RECORDS_VERSION } from "./migrate.ts";
import { createRecordsFolder, type RecordsFolder } from "./testing/open-in-folder.ts";

let folder: RecordsFolder;
beforeEach(() => {
  folder = createRecordsFolder();
});
afterEach(() => folder.remove());

const rightsOf = (path: string) => statSync(path).mode & 0o777;
const turn = { conversation: "c", user: "ana", question: "q", answer: "a", revision: "r" };

test("every file of the records is its owner's alone, also one that was open to others", () => {
  folder.records.turns.add({ ...turn, at: folder.clock() });
  const dir = dirname(folder.path);
  const names = readdirSync(dir);
  expect(names.sort()).toEqual(["vademecum.db", "vademecum.db-shm", "vademecum.db-wal", "vademecum.db.key"]);
  expect(names.map((name) => rightsOf(join(dir, name)))).toEqual([0o600, 0o600, 0o600, 0o600]);
  chmodSync(folder.path, 0o644);
  folder.open();
  expect(rightsOf(folder.path)).toBe(0o600);
});

test("what was recorded is there when the records are opened again", () => {
  folder.records.turns.add({ ...turn, at: folder.clock() });
  folder.records.close();
  expect(folder.open().turns.last("c", 5)).toEqual([{ question: "q", answer: "a" }]);
});

test("a file of a newer version is refused, and left as it is", () => {
  folder.records.close();
  const db = new Database(folder.path);
  db.run(`PRAGMA user_version = ${RECORDS_VERSION + 1}`);
  expect(() => folder.open()).toThrow(
    expect.objectContaining({
      code: "RECORDS_NEWER",
      expected: `version ${RECORDS_VERSION} or older; found ${RECORDS_VERSION + 1}`,
    }),
  );
  expect(db.query("PRAGMA user_version").values()).toEqual([[RECORDS_VERSION + 1]]);
  db.close();
});

test("a file that is no database, and a database of another program, are refused", () => {
  folder.records.close();
  for (const suffix of ["", "-wal", "-shm"]) rmSync(folder.path + suffix, { force: true });
  writeFileSync(folder.path, "This is no database. ".repeat(500));
  expect(() => folder.open()).toThrow(expect.objectContaining({ code: "RECORDS_DAMAGED" }));
  rmSync(folder.path);
  const other = new Database(folder.path);
  other.run("CREATE TABLE bookmarks (url TEXT)");
  other.close();
  expect(() => folder.open()).toThrow(expect.objectContaining({ code: "RECORDS_DAMAGED" }));
});

test("a folder that is not there is named in the error", () => {
  const path = join(dirname(folder.path), "missing", "vademecum.db");
  expect(() => folder.open({ path })).toThrow(
    expect.objectContaining({ code: "RECORDS_FAILED", message: `${path} cannot be opened` }),
  );
});

test("where the key is gone, turns that nobody could find again are deleted and it is said", () => {
  folder.records.turns.add({ ...turn, at: folder.clock() });
  folder.records.spend.add({
    at: folder.clock(),
    model: "m",
    promptTokens: 1,
    completionTokens: 1,
    costUsd: 2,
  });
  folder.records.close();
  rmSync(`${folder.path}.key`);
  const warnings: string[] = [];
  const log: Log = { ...silentLog, warn: (_, message) => warnings.push(message) };
  const reopened = folder.open({ log });
  expect(warnings).toEqual(["the key of the records is gone, so what it named is deleted"]);
  expect(reopened.turns.last("c", 5)).toEqual([]);
  expect(reopened.spend.spentOn("2026-05-20")).toBe(2);
});

test("several processes that open new records at once agree on their version and key", async () => {
  const path = join(dirname(folder.path), "together.db");
  const script = join(import.meta.dir, "testing/turn-child.ts");
  const children = ["um", "dois", "três", "quatro"].map((question) =>
    Bun.spawn([process.execPath, script, path, question], { stderr: "inherit" }),
  );
  expect(await Promise.all(children.map((child) => child.exited))).toEqual([0, 0, 0, 0]);
  const questions = folder
    .open({ path })
    .turns.exportOf("ana")
    .map(({ question }) => question);
  expect(questions.sort()).toEqual(["dois", "quatro", "três", "um"]);
}, 20_000);
