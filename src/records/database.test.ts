import { Database } from "bun:sqlite";
import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { silentLog } from "../testing/silent-log.ts";
import { openDatabase, type RecordsDatabase } from "./database.ts";

let dir: string;
let db: RecordsDatabase;
const path = () => join(dir, "test.db");
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "records-database-"));
  db = openDatabase({ path: path(), durability: "full", log: silentLog, busyTimeoutMs: 20 });
  db.script("CREATE TABLE notes (text TEXT) STRICT");
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true });
});

const count = () => db.rows(z.object({ n: z.number() }), "SELECT count(*) AS n FROM notes")[0]?.n;

test("a transaction that fails changes nothing", () => {
  expect(() =>
    db.transaction(() => {
      db.run("INSERT INTO notes VALUES (?)", "a");
      throw new Error("no");
    }),
  ).toThrow("no");
  expect(count()).toBe(0);
  expect(db.transaction(() => db.run("INSERT INTO notes VALUES ('a'), ('b')"))).toBe(2);
  expect(count()).toBe(2);
});

test("while another process writes, readers read, and a writer is told after its wait", () => {
  const other = new Database(path());
  other.run("BEGIN IMMEDIATE");
  other.run("INSERT INTO notes VALUES ('theirs')");
  expect(count()).toBe(0);
  expect(() => db.run("INSERT INTO notes VALUES ('ours')")).toThrow(
    expect.objectContaining({ code: "RECORDS_BUSY" }),
  );
  other.run("COMMIT");
  expect(db.run("INSERT INTO notes VALUES ('ours')")).toBe(1);
  expect(count()).toBe(2);
  other.close();
});

test("where there is no room left it is said, and what was written stays", () => {
  db.run("INSERT INTO notes VALUES ('kept')");
  db.script("PRAGMA max_page_count = 3");
  expect(() => db.run("INSERT INTO notes VALUES (?)", "x".repeat(100_000))).toThrow(
    expect.objectContaining({ code: "RECORDS_FULL" }),
  );
  expect(count()).toBe(1);
});

test("a value of the wrong kind is refused", () => {
  expect(() => db.run("INSERT INTO notes VALUES (?)", new Uint8Array(3))).toThrow(
    expect.objectContaining({ code: "RECORDS_FAILED" }),
  );
});
