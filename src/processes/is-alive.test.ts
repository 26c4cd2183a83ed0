import { expect, test } from "bun:test";
import { isAlive } from "./is-alive.ts";

test("a process is there until it has ended", async () => {
  const child = Bun.spawn(["sleep", "300"]);
  expect(isAlive(child.pid)).toBe(true);
  child.kill("SIGKILL");
  await child.exited;
  expect(isAlive(child.pid)).toBe(false);
});

test("this process is there, and none has a number that is too large", () => {
  expect([isAlive(process.pid), isAlive(999_999_999)]).toEqual([true, false]);
});
