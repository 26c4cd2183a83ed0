import { expect, test } from "bun:test";
import { nextRunMs } from "./cron-expression.ts";

const AT = Date.parse("2026-03-01T10:30:00Z");
const next = (schedule: string) => {
  const ms = nextRunMs(schedule, AT);
  return ms === null ? null : new Date(ms).toISOString().slice(0, 16);
};

test("times are in UTC, whatever the machine's zone", () => {
  expect(next("0 4 * * *")).toBe("2026-03-02T04:00");
  expect(next("*/15 * * * *")).toBe("2026-03-01T10:45");
  expect(next("0 9 * * 1")).toBe("2026-03-02T09:00");
});

test("names stand for expressions", () => {
  expect(next("@hourly")).toBe("2026-03-01T11:00");
  expect(next("@daily")).toBe("2026-03-02T00:00");
  expect(next("@weekly")).toBe("2026-03-08T00:00");
  expect(next("@monthly")).toBe("2026-04-01T00:00");
  expect(next("@yearly")).toBe("2027-01-01T00:00");
  expect(next("@annually")).toBe("2027-01-01T00:00");
});

test("what is no expression of five fields, and a day that never comes, have no next time", () => {
  for (const wrong of [
    "",
    "daily",
    "@never",
    "* * * *",
    "* * * * * *",
    "61 * * * *",
    "0 4 * * x",
    "0 0 30 2 *",
  ])
    expect(next(wrong)).toBeNull();
});
