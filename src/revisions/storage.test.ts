import { afterEach, beforeEach, expect, test } from "bun:test";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { KEPT_REVISIONS, openStorage } from "./storage.ts";
import { manifestOf } from "./testing/manifest.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "vademecum-storage-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const revisionName = (n: number) => n.toString(16).padStart(40, "0");

async function addRevision(n: number): Promise<string> {
  const storage = openStorage(dir);
  const partial = storage.createPartial();
  const revision = revisionName(n);
  const createdAt = new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString();
  writeFileSync(
    join(partial, "manifest.json"),
    JSON.stringify(manifestOf({ revision, created_at: createdAt })),
  );
  await storage.commit(partial, revision);
  return revision;
}

test("before the first revision nothing is in service", () => {
  expect(openStorage(dir).current()).toBeNull();
});

test("a committed revision is served only once it is made current", async () => {
  const revision = await addRevision(1);
  const storage = openStorage(dir);
  expect(storage.current()).toBeNull();
  storage.setCurrent(revision);
  expect(openStorage(dir).current()).toBe(revision);
  expect(readdirSync(storage.revisionDir(revision))).toEqual(["manifest.json"]);
});

test("committing a revision that is there already keeps the old one and removes the new folder", async () => {
  await addRevision(1);
  const storage = openStorage(dir);
  const partial = storage.createPartial();
  expect(await storage.commit(partial, revisionName(1))).toBe(false);
  expect(existsSync(partial)).toBe(false);
});

test("committing a revision again mends a damaged file of it", async () => {
  const revision = await addRevision(1);
  const storage = openStorage(dir);
  const kept = join(storage.revisionDir(revision), "faiss.index");
  writeFileSync(kept, "damaged");
  const partial = storage.createPartial();
  writeFileSync(join(partial, "faiss.index"), "whole");
  expect(await storage.commit(partial, revision)).toBe(false);
  expect(readFileSync(kept, "utf8")).toBe("whole");
});

test("sweeping keeps the revision in service and the newest others", async () => {
  for (let n = 1; n <= 6; n++) await addRevision(n);
  const storage = openStorage(dir);
  storage.setCurrent(revisionName(2));
  storage.sweep();
  expect(storage.list().map((manifest) => manifest.revision)).toEqual([6, 5, 2].map(revisionName));
  expect(storage.list()).toHaveLength(KEPT_REVISIONS);
});

test("what a dead writer left is swept, what a living one is writing is not", async () => {
  const storage = openStorage(dir);
  const mine = storage.createPartial();
  const dead = Bun.spawn(["true"]);
  await dead.exited;
  const theirs = join(dir, "revisions", "new.dead.tmp");
  mkdirSync(theirs);
  writeFileSync(
    join(theirs, "owner.json"),
    JSON.stringify({ pid: dead.pid, host: hostname(), process: "gone" }),
  );
  expect(storage.sweep()).toEqual(["new.dead.tmp"]);
  expect(existsSync(mine)).toBe(true);
});

test("an earlier process of the same number, as in a restarted container, counts as dead", () => {
  const storage = openStorage(dir);
  const theirs = join(dir, "revisions", "new.before.tmp");
  mkdirSync(theirs);
  writeFileSync(
    join(theirs, "owner.json"),
    JSON.stringify({ pid: process.pid, host: hostname(), process: "before" }),
  );
  expect(storage.sweep()).toEqual(["new.before.tmp"]);
});

test("a revision without a readable manifest does not keep surplus ones from being swept", async () => {
  for (let n = 1; n <= 4; n++) await addRevision(n);
  rmSync(join(dir, "revisions", revisionName(4), "manifest.json"));
  const storage = openStorage(dir);
  storage.setCurrent(revisionName(3));
  expect(storage.sweep()).toEqual([]);
  await addRevision(5);
  expect(storage.sweep()).toEqual([revisionName(1)]);
});

test("a revision built again from documents that moved tells where they are now", async () => {
  const revision = await addRevision(1);
  const storage = openStorage(dir);
  const partial = storage.createPartial();
  const moved = manifestOf({
    revision,
    created_at: "2026-05-05T00:00:00.000Z",
    source: { repo: "/new", revision: null },
  });
  writeFileSync(join(partial, "manifest.json"), JSON.stringify(moved));
  await storage.commit(partial, revision);
  const [kept] = storage.list();
  expect(kept?.source.repo).toBe("/new");
  expect(kept?.created_at).toBe("2026-01-01T00:01:00.000Z");
});

test("a folder of another machine is left alone until it is a day old", () => {
  const storage = openStorage(dir);
  const foreign = join(dir, "revisions", "new.foreign.tmp");
  mkdirSync(foreign);
  writeFileSync(
    join(foreign, "owner.json"),
    JSON.stringify({ pid: 1, host: "another-machine", process: "there" }),
  );
  expect(storage.sweep()).toEqual([]);
  const longAgo = new Date(Date.now() - 25 * 60 * 60 * 1000);
  utimesSync(foreign, longAgo, longAgo);
  expect(storage.sweep()).toEqual(["new.foreign.tmp"]);
});

test("a pointer to a revision that is not there is an error that says what to do", () => {
  writeFileSync(join(dir, "current"), "nonsense\n");
  expect(() => openStorage(dir).current()).toThrow(expect.objectContaining({ code: "STORAGE_DAMAGED" }));
});

test("with a damaged pointer sweeping removes no revision", async () => {
  for (let n = 1; n <= 6; n++) await addRevision(n);
  writeFileSync(join(dir, "current"), "nonsense\n");
  expect(openStorage(dir).sweep()).toEqual([]);
  expect(openStorage(dir).list()).toHaveLength(6);
});
