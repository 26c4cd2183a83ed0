import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { createSyncSoon } from "./sync-soon.ts";

let dir: string;
let path: string;
let lines: string[];
const log = pino({ level: "warn" }, { write: (line: string) => void lines.push(line) });

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "vademecum-sync-"));
  path = join(dir, "records.db");
  lines = [];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** By then whatever had been begun before has ended: files are opened in order, by few threads. */
async function untilDone(): Promise<void> {
  for (let n = 0; n < 20; n++) await (await open(dir, "r")).close();
}

test("a file of records without a log needs nothing, and nobody is warned", async () => {
  const syncSoon = createSyncSoon(path, log);
  for (let n = 0; n < 3; n++) syncSoon();
  await untilDone();
  expect(lines).toEqual([]);
});

test("a log that cannot be brought onto the disk is told of, and the next call tries again", async () => {
  // A name that is too long for any file system stands for a disk that fails.
  const syncSoon = createSyncSoon(join(dir, "x".repeat(300)), log);
  syncSoon();
  await untilDone();
  expect(lines).toHaveLength(1);
  syncSoon();
  await untilDone();
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain("not yet surely on the disk");
});
