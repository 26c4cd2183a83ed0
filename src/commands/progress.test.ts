import { expect, test } from "bun:test";
import { createPlainProgress, formatSeconds } from "./progress.ts";

function record() {
  const lines: string[] = [];
  let nowMs = 0;
  const progress = createPlainProgress({ write: (line) => lines.push(line), now: () => nowMs });
  return { lines, progress, advance: (ms: number) => (nowMs += ms) };
}

test("a stage is told after a second, then every ten seconds, and once when it is over", () => {
  const { lines, progress, advance } = record();
  for (let done = 0; done <= 100; done++) {
    progress.update("embed", done, 100);
    advance(250);
  }
  progress.update("embed", 100, 100);
  expect(lines).toEqual([
    "embed: 4 of 100 (4.0/s, 24s left)",
    "embed: 44 of 100 (4.0/s, 14s left)",
    "embed: 84 of 100 (4.0/s, 4s left)",
    "embed: 100 of 100 (4.0/s)",
  ]);
});

test("a new stage begins its own clock", () => {
  const { lines, progress, advance } = record();
  progress.update("read", 5, 5);
  advance(1000);
  progress.update("embed", 0, 10);
  advance(10_000);
  progress.update("embed", 5, 10);
  expect(lines.at(-1)).toBe("embed: 5 of 10 (0.5/s, 10s left)");
});

test("a stage that takes no time is not told", () => {
  const { lines, progress, advance } = record();
  progress.update("write", 0, 1);
  advance(300);
  progress.update("write", 1, 1);
  progress.update("upload", 1, 1);
  progress.update("upload", 1, 1);
  expect(lines).toEqual([]);
});

test("times are told in minutes and seconds", () => {
  expect(formatSeconds(12.4)).toBe("12s");
  expect(formatSeconds(245)).toBe("4m 05s");
});
