import { afterAll, expect, test } from "bun:test";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { copyTree, keepStage, sweepStages } from "./stage-store.ts";

const dir = mkdtempSync(join(tmpdir(), "vademecum-stages-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function makeDir(cache: string, name: string, ageMinutes: number): string {
  const path = join(cache, name);
  mkdirSync(path, { recursive: true });
  const at = new Date(Date.now() - ageMinutes * 60_000);
  utimesSync(path, at, at);
  return path;
}

test("old stages that were not used go, and nothing else", () => {
  const cache = join(dir, "sweep");
  const used = makeDir(cache, "stage-base-1", 90);
  for (const [name, age] of [
    ["stage-base-2", 90],
    ["stage-base-3", 1],
    ["debian.7.tmp", 90],
    ["debian", 90],
    ["mount-cache", 90],
  ] as const)
    makeDir(cache, name, age);
  sweepStages(cache, [used]);
  expect(readdirSync(cache).sort()).toEqual(["debian", "mount-cache", "stage-base-1", "stage-base-3"]);
});

test("a copy of something old is not taken for old", () => {
  const cache = join(dir, "copy");
  const from = makeDir(cache, "debian", 90);
  copyTree(from, join(cache, "stage-base-1.tmp"));
  sweepStages(cache, []);
  expect(existsSync(join(cache, "stage-base-1.tmp"))).toBe(true);
});

test("of two builds of one stage the first is kept", () => {
  const cache = join(dir, "keep");
  const [first, second] = [makeDir(cache, "a.tmp", 0), makeDir(cache, "b.tmp", 0)];
  writeFileSync(join(first, "one"), "");
  writeFileSync(join(second, "two"), "");
  keepStage(first, join(cache, "stage"));
  keepStage(second, join(cache, "stage"));
  expect(readdirSync(join(cache, "stage"))).toEqual(["one"]);
});
