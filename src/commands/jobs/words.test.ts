import { expect, test } from "bun:test";
import { formatDuration, parseDurationSeconds } from "./duration.ts";
import { formatTime } from "./format-time.ts";
import { readableLine } from "./readable-line.ts";

test("times are read as one writes them, and what is none is refused", () => {
  const read = ["90s", "30m", "2h", "1d", "1h30m", "600"].map(parseDurationSeconds);
  expect(read).toEqual([90, 1800, 7200, 86_400, 5400, 600]);
  for (const wrong of ["", "0", "0h", "h", "2 h", "-1h", "1.5h", "2w", "1e3", "2h!"])
    expect(parseDurationSeconds(wrong)).toBeNull();
});

test("durations are as exact as one wants to know them", () => {
  expect([-5, 400, 45_000, 200_000, 7_500_000].map(formatDuration)).toEqual([
    "0 s",
    "0 s",
    "45 s",
    "3 min 20 s",
    "2 h 5 min",
  ]);
});

test("a time is told as it is here and in UTC, with the day where that differs", () => {
  const at = new Date("2026-03-01T01:30:00Z");
  expect(formatTime(at, "UTC")).toBe("2026-03-01 01:30 UTC");
  expect(formatTime(at, "Europe/Lisbon")).toBe("2026-03-01 01:30 UTC");
  expect(formatTime(at, "Europe/Paris")).toBe("2026-03-01 02:30 (01:30 UTC)");
  expect(formatTime(at, "America/Sao_Paulo")).toBe("2026-02-28 22:30 (2026-03-01 01:30 UTC)");
});

test("what a job logs as JSON becomes words, all else stays as it is", () => {
  const line =
    '{"level":40,"time":"2026-03-01T10:20:30.000Z","file":"a.pdf","pages":3,"checks":[1],"msg":"slow"}';
  expect(readableLine(line)).toBe("10:20:30  warning: slow  file=a.pdf  pages=3");
  for (const other of ["embed: 3 of 9", "{", '{"level":30}', "{}", '["{"]', ""])
    expect(readableLine(other)).toBe(other);
});
