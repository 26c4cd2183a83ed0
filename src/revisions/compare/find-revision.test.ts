import { afterAll, beforeAll, expect, test } from "bun:test";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { META_FILE } from "../../domain/manifest.ts";
import type { IndexRepo } from "../publish/index-repo.ts";
import type { SampleRevision } from "../publish/testing/sample-revision.ts";
import { codeOf, publish, startTestHub, type TestHub } from "../publish/testing/test-index-repo.ts";
import { openStorage, type Storage } from "../storage.ts";
import { findInService, findRevision, pickLocal, type RevisionFinder } from "./find-revision.ts";
import { KEPT_METAS, readMetaAt } from "./read-meta-at.ts";

let hub: TestHub;
let root: string;
let place: IndexRepo;
let first: { tag: string; revision: string };
let second: { tag: string; revision: string };
let samples: SampleRevision[];

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "vademecum-find-"));
  hub = await startTestHub();
  place = await hub.indexRepo("index");
  samples = [await hub.revision(1), await hub.revision(2)];
  const published = [];
  for (const sample of samples) published.push((await publish(place, sample)).manifest);
  const [a, b] = published;
  if (!a || !b) throw new Error("nothing was published");
  [first, second] = [a, b];
});
afterAll(async () => {
  await hub.stop();
  rmSync(root, { recursive: true, force: true });
});

const newStorage = () => openStorage(mkdtempSync(join(root, "storage-")));
const newCache = () => mkdtempSync(join(root, "cache-"));
const finder = (storage: Storage, index = place): RevisionFinder => ({ storage, connect: async () => index });
const offline = (storage: Storage): RevisionFinder => ({
  storage,
  connect: () => Promise.reject(new Error("the Hub was asked")),
});

/** Puts a sample into a store as a build would. */
function addLocally(storage: Storage, sample: SampleRevision | undefined): string {
  if (!sample) throw new Error("no sample");
  cpSync(sample.dir, storage.revisionDir(sample.manifest.revision), { recursive: true });
  return sample.manifest.revision;
}

test("a published revision is found by tag, commit and a beginning of either", async () => {
  const found = { name: first.tag, revision: first.revision, place: "hub" as const };
  for (const wanted of [first.tag, first.revision, first.revision.slice(0, 8), first.tag.slice(0, -3)])
    expect(await findRevision(finder(newStorage()), wanted)).toEqual(found);
  expect(await codeOf(findRevision(finder(newStorage()), "idx-2026"))).toBe("TAG_UNKNOWN");
});

test("a commit without a tag is taken as it is, and refused when it holds no index", async () => {
  const wanted = "1".repeat(40);
  const found = await findRevision(finder(newStorage()), wanted);
  expect(found).toEqual({ name: wanted, revision: wanted, place: "hub" });
  const reading = readMetaAt({ ...place, ...found, storage: newStorage(), cacheDir: newCache() });
  expect(await codeOf(reading)).toBe("HUB_NOT_FOUND");
});

test("what the local store holds is found there, without a Hub", async () => {
  const storage = newStorage();
  const revision = addLocally(storage, samples[0]);
  expect(await findRevision(offline(storage), revision.slice(0, 7))).toMatchObject({
    revision,
    place: "local",
  });
});

test("a beginning that fits several local revisions is refused with their names, a short one never fits", () => {
  const revisions = ["a", "b"].map((digit) => ({
    tag: `idx-20260101-000000-${digit.repeat(7)}`,
    revision: digit.repeat(40),
  }));
  expect(() => pickLocal(revisions, "idx-2026")).toThrow("fits 2 revisions");
  expect(pickLocal(revisions, "aaaaaaa")).toMatchObject({ revision: "a".repeat(40) });
  expect(pickLocal(revisions, "aaa")).toBeNull();
});

test("a revision that is nowhere is an error that names what is there", async () => {
  const storage = newStorage();
  addLocally(storage, samples[0]);
  const nowhere: IndexRepo = { hub: place.hub, repo: { type: "dataset", name: "local/none" } };
  const finding = findRevision(finder(storage, nowhere), "idx-19990101-000000-0000000");
  await expect(finding).rejects.toMatchObject({
    code: "REVISION_UNKNOWN",
    expected: expect.stringContaining(samples[0]?.manifest.tag ?? "-"),
  });
});

test("in service is what the Hub says and, where nothing is published, what the local store says", async () => {
  const storage = newStorage();
  expect(await findInService(finder(storage))).toEqual({
    name: second.tag,
    revision: second.revision,
    place: "hub",
    previous: first.revision,
  });
  const empty = await hub.indexRepo("empty");
  expect(await codeOf(findInService(finder(storage, empty)))).toBe("NO_INDEX");
  const revision = addLocally(storage, samples[1]);
  storage.setCurrent(revision);
  expect(await findInService(finder(storage, empty))).toMatchObject({ revision, place: "local" });
});

test("a published meta.json is downloaded once, and again where the copy is damaged", async () => {
  const storage = newStorage();
  const cacheDir = newCache();
  const read = (index = place) =>
    readMetaAt({ ...index, revision: first.revision, name: first.tag, storage, cacheDir });
  const meta = await read();
  expect(meta.chunks.map(({ text }) => text)).toEqual(["Texto primeiro 1.", "Texto segundo 1."]);
  const asked: string[] = [];
  const counted = (input: Parameters<typeof fetch>[0], init?: RequestInit) => {
    asked.push(input instanceof Request ? input.url : String(input));
    return fetch(input, init);
  };
  const counting = await hub.indexRepo("index", Object.assign(counted, { preconnect: fetch.preconnect }));
  const downloads = () => asked.filter((url) => url.includes(META_FILE)).length;
  expect(await read(counting)).toEqual(meta);
  expect(downloads()).toBe(0);
  const [copy = ""] = readdirSync(cacheDir);
  writeFileSync(join(cacheDir, copy, META_FILE), "{}");
  expect(await read(counting)).toEqual(meta);
  expect(downloads()).toBeGreaterThan(0);
});

test("a local revision with the same meta.json saves the download", async () => {
  const storage = newStorage();
  addLocally(storage, samples[0]);
  const cacheDir = newCache();
  const meta = await readMetaAt({
    ...place,
    revision: first.revision,
    name: first.tag,
    storage,
    cacheDir,
  });
  expect(meta.chunks).toHaveLength(2);
  expect(readdirSync(cacheDir)).toEqual([]);
});

test("of what was downloaded only the last few are kept", async () => {
  const storage = newStorage();
  const cacheDir = newCache();
  for (let i = 0; i < KEPT_METAS + 2; i++) mkdirSync(join(cacheDir, `old-${i}`));
  await readMetaAt({ ...place, revision: first.revision, name: first.tag, storage, cacheDir });
  const kept = readdirSync(cacheDir);
  expect(kept).toHaveLength(KEPT_METAS);
  expect(kept).toContain(samples[0]?.manifest.files[META_FILE]?.sha256 ?? "-");
});
