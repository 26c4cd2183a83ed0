import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { claimPartial, removeStalePartials } from "./partial-file.ts";

let dir: string;
let target: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "partial-"));
  target = join(dir, "x.bin");
});
afterEach(() => rm(dir, { recursive: true }));

/** Leaves a partial file, as another process would whose name differs in one part. */
async function leave(change: (name: string) => string, minutesOld = 0): Promise<string> {
  const { path, release } = await claimPartial(target, "content");
  release();
  const left = join(dir, change(basename(path)));
  await writeFile(left, "part");
  const then = new Date(Date.now() - minutesOld * 60_000);
  await utimes(left, then, then);
  return left;
}
/** `.download-<target>-<content>-<host>-<pid>-<random>.part` */
const withPid = (pid: number) => (name: string) => name.replace(/-\d+-([0-9a-f]{8}\.part)$/, `-${pid}-$1`);
const withHost = (name: string) => name.replace(/-[0-9a-f]{8}-(\d+-[0-9a-f]{8}\.part)$/, "-00000000-$1");

async function isTaken(left: string): Promise<boolean> {
  const { path, release } = await claimPartial(target, "content");
  release();
  const taken = await Bun.file(path).exists();
  expect(await Bun.file(left).exists()).toBe(!taken);
  await rm(path, { force: true });
  return taken;
}

test("one that this process gave up is taken over, one that it writes is not", async () => {
  const { path, release } = await claimPartial(target, "content");
  await writeFile(path, "part");
  expect(await isTaken(path)).toBe(false);
  release();
  expect(await isTaken(path)).toBe(true);
});

test("one of a dead process is taken over, one of a living process is not", async () => {
  const dead = Bun.spawn(["true"]);
  await dead.exited;
  expect(await isTaken(await leave(withPid(dead.pid)))).toBe(true);
  expect(await isTaken(await leave(withPid(process.ppid)))).toBe(false);
});

test("one of another machine is taken over when nobody has written it for long", async () => {
  expect(await isTaken(await leave(withHost, 10))).toBe(false);
  expect(await isTaken(await leave(withHost, 20))).toBe(true);
});

test("only one of several takes it", async () => {
  await leave((name) => name);
  const claims = await Promise.all([1, 2, 3].map(() => claimPartial(target, "content")));
  const exist = await Promise.all(claims.map(({ path }) => Bun.file(path).exists()));
  expect(exist.filter(Boolean)).toHaveLength(1);
  for (const { release } of claims) release();
});

test("one of another content or target is left alone until it is removed as stale", async () => {
  const { path, release } = await claimPartial(target, "another content");
  await writeFile(path, "part");
  release();
  const other = await claimPartial(join(dir, "y.bin"), "content");
  await writeFile(other.path, "part");
  other.release();
  expect(await isTaken(path)).toBe(false);
  await removeStalePartials(target);
  expect(await readdir(dir)).toEqual([basename(other.path)]);
});

test("the longest of names leaves room", async () => {
  const { path } = await claimPartial(join(dir, "é".repeat(127)), "content");
  await writeFile(path, "part");
});
