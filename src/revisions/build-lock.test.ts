import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lockBuilds } from "./build-lock.ts";

const dir = mkdtempSync(join(tmpdir(), "vademecum-lock-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** A process that has the lock until it is killed. */
async function startHolder(folder: string) {
  const script = `
    const { lockBuilds } = await import(${JSON.stringify(join(import.meta.dir, "build-lock.ts"))});
    globalThis.held = lockBuilds(${JSON.stringify(folder)}); // else it is collected, and the lock with it
    process.stdout.write("locked");
    setInterval(() => {}, 1000);`;
  const child = Bun.spawn([process.execPath, "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  for await (const _ of child.stdout) break;
  return child;
}

test("a second build in the same folder is told so, and may begin when the first has ended", () => {
  const first = lockBuilds(join(dir, "a"));
  expect(() => lockBuilds(join(dir, "a"))).toThrow("another build is at work");
  lockBuilds(join(dir, "b")).release();
  first.release();
  lockBuilds(join(dir, "a")).release();
});

test("the lock of a process that was killed is nobody's", async () => {
  const folder = join(dir, "killed");
  const holder = await startHolder(folder);
  try {
    expect(() => lockBuilds(folder)).toThrow("another build is at work");
  } finally {
    holder.kill("SIGKILL");
    await holder.exited;
  }
  lockBuilds(folder).release();
});
