import { Database } from "bun:sqlite";
import { afterEach, beforeEach, expect, test } from "bun:test";
import { join } from "node:path";
import { z } from "zod";
import { silentLog } from "../testing/silent-log.ts";
import { openDatabase } from "./database.ts";
import { spendDay } from "./spend.ts";
import { createRecordsFolder, type RecordsFolder } from "./testing/open-in-folder.ts";

let folder: RecordsFolder;
beforeEach(() => {
  folder = createRecordsFolder();
});
afterEach(() => folder.remove());

const entry = (at: string, costUsd: number | null) => ({
  at: new Date(at),
  model: "org/model",
  promptTokens: 900,
  completionTokens: null,
  costUsd,
});

test("spend is summed by the day of UTC, and an unknown cost counts nothing", () => {
  const { spend } = folder.records;
  spend.add(entry("2026-05-20T23:59:59.999Z", 0.25));
  spend.add(entry("2026-05-21T00:00:00.000Z", 0.5));
  spend.add(entry("2026-05-20T21:30:00.000-03:00", 0.125));
  spend.add(entry("2026-05-21T10:00:00.000Z", null));
  expect(spend.spentOn("2026-05-20")).toBe(0.25);
  expect(spend.spentOn("2026-05-21")).toBe(0.625);
  expect(spend.spentOn("2026-05-22")).toBe(0);
});

test("the last days are told with those on which nothing was spent", () => {
  folder.records.spend.add(entry("2026-05-18T12:00:00Z", 0.5));
  folder.records.spend.add(entry("2026-05-20T12:00:00Z", 0.25));
  folder.records.spend.add(entry("2026-05-20T13:00:00Z", null));
  expect(folder.records.spend.lastDays(3, new Date("2026-05-20T23:59:59Z"))).toEqual([
    { day: "2026-05-20", costUsd: 0.25, calls: 2 },
    { day: "2026-05-19", costUsd: 0, calls: 0 },
    { day: "2026-05-18", costUsd: 0.5, calls: 1 },
  ]);
});

test("a cost that would give money back is refused", () => {
  expect(() => folder.records.spend.add(entry("2026-05-20T12:00:00Z", -1))).toThrow(/could not be .*written/);
});

test("another process sees what is spent at once", () => {
  const other = folder.open();
  folder.records.spend.add(entry("2026-05-20T12:00:00Z", 1));
  expect(other.spend.spentOn("2026-05-20")).toBe(1);
});

test("a connection for spend waits for the disk at each write, the other does not", () => {
  const synchronous = (["full", "normal"] as const).map((durability) => {
    const db = openDatabase({ path: folder.path, durability, log: silentLog });
    const rows = db.rows(z.object({ synchronous: z.number() }), "PRAGMA synchronous");
    db.close();
    return rows[0]?.synchronous;
  });
  expect(synchronous).toEqual([2, 1]);
});

test("writers killed while they write lose no entry that they have acknowledged", async () => {
  const script = join(import.meta.dir, "testing/spend-child.ts");
  let acknowledged = 0;
  for (const killAfter of [1, 40, 90]) {
    const children = [0, 1].map(() =>
      Bun.spawn([process.execPath, script, folder.path], { stdout: "pipe", stderr: "inherit" }),
    );
    const counts = await Promise.all(
      children.map(async (child) => {
        let output = "";
        const decoder = new TextDecoder();
        for await (const bytes of child.stdout) {
          output += decoder.decode(bytes, { stream: true });
          if (output.split("\n").length > killAfter) child.kill("SIGKILL");
        }
        await child.exited;
        return output.split("\n").length - 1;
      }),
    );
    acknowledged += counts.reduce((sum, count) => sum + count, 0);
  }
  const spent = folder.records.spend.spentOn(spendDay(new Date()));
  expect(acknowledged).toBeGreaterThan(2 * (1 + 40 + 90) - 1);
  expect(spent).toBeGreaterThanOrEqual(acknowledged);
  // Each of the six may have been killed between its last entry and the line that says so.
  expect(spent).toBeLessThanOrEqual(acknowledged + 6);
  expect(new Database(folder.path).query("PRAGMA integrity_check").values()).toEqual([["ok"]]);
}, 30_000);
