import { afterAll, beforeAll, expect, test } from "bun:test";
import { cpSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Manifest } from "../../domain/manifest.ts";
import { openLexicalIndex } from "../../lexical/lexical-index.ts";
import { openPassageStore } from "../../retrieval/passage-store.ts";
import { silentLog } from "../../testing/silent-log.ts";
import { requireIntact } from "../require-intact.ts";
import { openStorage, readManifest } from "../storage.ts";
import { fetchRevision } from "./fetch-revision.ts";
import { commitRevision, writeSmallRevision } from "./testing/small-revision.ts";
import { startTestHub, type TestHub } from "./testing/test-hub.ts";

const CHILD = join(import.meta.dir, "testing", "killed-sync.ts");
/** More than fits into one piece of a download. */
const TEXTS = Array.from({ length: 300 }, (_, i) => `Artigo ${i}: ${"prazo de cinco dias ".repeat(40)}`);

let at: TestHub;
let base: string;
let store: string;
let oldManifest: Manifest;
let newManifest: Manifest;

beforeAll(async () => {
  at = await startTestHub();
  const publish = async (name: string, texts: string[]) => {
    const dir = join(at.dir, name);
    return commitRevision(at, dir, await writeSmallRevision(dir, texts));
  };
  oldManifest = await publish("old", ["O prazo é de cinco dias."]);
  newManifest = await publish("new", TEXTS);
  base = join(at.dir, "base");
  store = join(at.dir, "store");
  const storage = openStorage(base);
  await fetchRevision({ hub: at.hub, repo: at.repo, manifest: oldManifest, storage, log: silentLog });
  storage.setCurrent(oldManifest.revision);
});
afterAll(() => at.stop());

/** Runs a sync in a process of its own; how many steps it made, or null where it was killed. */
async function sync(killAt: number | null): Promise<number | null> {
  const { url, token } = at.hub;
  const task = { url, token, repo: at.repo.name, manifest: newManifest, storageDir: store, killAt };
  const child = Bun.spawn([process.execPath, CHILD, JSON.stringify(task)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const stdout = await child.stdout.text();
  await child.exited;
  if (child.signalCode === "SIGKILL") return null;
  expect(child.exitCode).toBe(0);
  return Number(stdout);
}

async function expectWhole(revision: string): Promise<void> {
  const dir = openStorage(store).revisionDir(revision);
  const manifest = readManifest(dir);
  for (const name of Object.keys(manifest.files)) await requireIntact(dir, manifest, name);
  openLexicalIndex(join(dir, "lexical.bin")).close();
  const passages = openPassageStore(join(dir, "passages.db"));
  expect(passages.chunkCount).toBe(manifest.num_chunks);
  passages.close();
}

/** Starts again from the store that serves the old revision. */
function resetStore(): void {
  rmSync(store, { recursive: true, force: true });
  cpSync(base, store, { recursive: true });
}

test("a sync killed at any step leaves the old or the new revision whole, and the next finishes and leaves nothing behind", async () => {
  resetStore();
  const steps = (await sync(null)) ?? 0;
  expect(steps).toBeGreaterThan(20);
  const tidy = readdirSync(store, { recursive: true }).map(String).sort();
  let switched = false;
  for (let killAt = 1; killAt <= steps; killAt++) {
    resetStore();
    expect(await sync(killAt)).toBeNull();
    const current = openStorage(store).current();
    expect([oldManifest.revision, newManifest.revision]).toContain(current ?? "none");
    // Once the new revision is in service it stays so, and whatever a reader may see is whole.
    switched ||= current === newManifest.revision;
    expect(current === newManifest.revision).toBe(switched);
    for (const { revision } of openStorage(store).list()) await expectWhole(revision);

    expect(await sync(null)).toBeGreaterThan(0);
    expect(openStorage(store).current()).toBe(newManifest.revision);
    await expectWhole(newManifest.revision);
    expect(readdirSync(store, { recursive: true }).map(String).sort()).toEqual(tidy);
  }
  expect(switched).toBe(true);
  expect(existsSync(join(store, "downloads"))).toBe(false);
}, 120_000);
