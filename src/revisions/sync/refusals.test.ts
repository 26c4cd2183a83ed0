import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VademecumError } from "../../domain/errors.ts";
import { openRefusals } from "./refusals.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "vademecum-refusals-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const error = new VademecumError({ code: "SMOKE_FAILED", message: "no answer", hint: "publish again" });
const at = new Date("2026-11-01T10:00:00Z");
const revisionOf = (n: number) => ({ revision: n.toString(16).padStart(40, "0"), tag: `idx-${n}` });

test("a refusal outlives the process, with what was wrong and what to do", () => {
  openRefusals(dir, "1.0").add(revisionOf(7), error, at);
  expect(openRefusals(dir, "1.0").find(revisionOf(7).revision)).toEqual({
    ...revisionOf(7),
    at: at.toISOString(),
    code: "SMOKE_FAILED",
    message: "no answer",
    expected: null,
    hint: "publish again",
  });
});

test("another version of the program tries what this one refused", () => {
  openRefusals(dir, "1.0").add(revisionOf(7), error, at);
  expect(openRefusals(dir, "1.1").list()).toEqual([]);
});

test("a damaged list is an empty one", () => {
  writeFileSync(join(dir, "refused.json"), '{"program": "1.0", "refu');
  expect(openRefusals(dir, "1.0").list()).toEqual([]);
});

test("what a writer that died left of the list is swept", () => {
  const left = join(dir, "refused.json.0b1c.tmp");
  writeFileSync(left, "{");
  openRefusals(dir, "1.0");
  expect(readdirSync(dir)).toHaveLength(1);
  utimesSync(left, new Date(0), new Date(0));
  openRefusals(dir, "1.0");
  expect(readdirSync(dir)).toEqual([]);
});

test("the newest refusals are kept, each revision once, until they are taken away", () => {
  const refusals = openRefusals(dir, "1.0");
  for (let n = 0; n < 25; n++) refusals.add(revisionOf(n), error, at);
  refusals.add(revisionOf(24), error, at);
  const kept = refusals.list().map(({ tag }) => tag);
  expect(kept).toEqual(Array.from({ length: 20 }, (_, i) => `idx-${24 - i}`));
  refusals.remove(revisionOf(24).revision);
  expect(openRefusals(dir, "1.0").find(revisionOf(24).revision)).toBeNull();
  expect(openRefusals(dir, "1.0").list()).toHaveLength(19);
});
