import { afterAll, beforeAll, expect, test } from "bun:test";
import { truncateSync } from "node:fs";
import { join } from "node:path";
import { hashFile } from "../../documents/hash-file.ts";
import type { Manifest } from "../../domain/manifest.ts";
import { openStorage } from "../storage.ts";
import { commitRevision, writeSmallRevision } from "./testing/small-revision.ts";
import { startTestHub, type TestHub } from "./testing/test-hub.ts";

const CHILD = join(import.meta.dir, "testing", "killed-sync.ts");
const LARGE_BYTES = 200 * 1024 * 1024;
/** What the process may take for an index of any size: a gigabyte was measured to take 40 MB. */
const MOST_BYTES = 100 * 1024 * 1024;

let at: TestHub;
beforeAll(async () => {
  at = await startTestHub();
});
afterAll(() => at.stop());

/** Syncs in a process of its own; the most memory that it ever held. */
async function peakOf(manifest: Manifest): Promise<number> {
  const { url, token } = at.hub;
  const storageDir = join(at.dir, `store-${manifest.tag}`);
  const task = { url, token, repo: at.repo.name, manifest, storageDir, killAt: null };
  const child = Bun.spawn([process.execPath, CHILD, JSON.stringify(task)], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  expect(await child.exited).toBe(0);
  expect(openStorage(storageDir).current()).toBe(manifest.revision);
  return child.resourceUsage()?.maxRSS ?? Number.NaN;
}

test("the memory of a sync does not depend on the size of the index", async () => {
  const dir = join(at.dir, "built");
  const build = await writeSmallRevision(dir, ["O prazo é de cinco dias."]);
  const small = await commitRevision(at, dir, build);
  truncateSync(join(dir, "faiss.index"), LARGE_BYTES);
  const files = { ...build.files, "faiss.index": await hashFile(join(dir, "faiss.index")) };
  const large = await commitRevision(at, dir, { ...build, files });
  const [least, most] = [await peakOf(small), await peakOf(large)];
  expect(least).toBeGreaterThan(10 * 1024 * 1024);
  expect(most - least).toBeLessThan(MOST_BYTES);
}, 60_000);
