import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { digestBlob } from "./file-digest.ts";
import { pathsInfo } from "./paths-info.ts";
import { type HubBehindFaults, startHubBehindFaults } from "./testing/hub-behind-faults.ts";

const MEGABYTE = 1024 * 1024;
const MEGABYTES = 300;

let setUp: HubBehindFaults;
let dir: string;
beforeEach(async () => {
  setUp = await startHubBehindFaults();
  dir = await mkdtemp(join(tmpdir(), "commit-process-"));
});
afterEach(async () => {
  await setUp.stop();
  await rm(dir, { recursive: true });
});

test("committing a file of 300 MB takes little memory", async () => {
  const path = join(dir, "big.bin");
  const writer = Bun.file(path).writer();
  for (let i = 0; i < MEGABYTES; i++) {
    writer.write(Buffer.alloc(MEGABYTE, `${i} `));
    await writer.flush();
  }
  await writer.end();
  const { direct: hub, repo } = setUp;
  const script = join(import.meta.dir, "testing/commit-child.ts");
  const child = Bun.spawn([process.execPath, script, hub.url, repo.name, path], {
    stdin: new Blob([hub.token ?? ""]),
    stdout: "pipe",
    stderr: "inherit",
  });
  const { commit, grownBytes } = JSON.parse(await child.stdout.text());
  const [file] = await pathsInfo({ hub, repo, revision: commit, paths: ["big.bin"] });
  expect(file).toMatchObject({
    size: MEGABYTES * MEGABYTE,
    sha256: (await digestBlob(Bun.file(path))).sha256,
  });
  expect(grownBytes).toBeLessThan(80 * MEGABYTE);
}, 60_000);
