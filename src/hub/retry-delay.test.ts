import { expect, test } from "bun:test";
import fc from "fast-check";
import { retryDelayMs } from "./retry-delay.ts";

const NOW = Date.parse("2026-03-01T12:00:00Z");
const delay = (headers: Record<string, string>, attempt = 1, random = 0.5) =>
  retryDelayMs({ attempt, headers: new Headers(headers), nowMs: NOW, random });

test("Retry-After is obeyed, in seconds and as a date", () => {
  expect(delay({ "Retry-After": "7" })).toBe(7000);
  expect(delay({ "Retry-After": " 0.5 " })).toBe(500);
  expect(delay({ "Retry-After": "Sun, 01 Mar 2026 12:01:00 GMT" })).toBe(60_000);
  expect(delay({ "Retry-After": "Sun, 01 Mar 2026 11:00:00 GMT" })).toBe(0);
});

test("RateLimit asks for a second more than its t, when nothing remains", () => {
  expect(delay({ RateLimit: '"api";r=0;t=55' })).toBe(56_000);
  expect(delay({ RateLimit: '"resolvers" ; r=0 ; t=3' })).toBe(4000);
  expect(delay({ RateLimit: '"api";r=12;t=55' })).toBe(375);
});

test("what cannot be read is as if it were not there", () => {
  expect(delay({ "Retry-After": "soon", RateLimit: "none" })).toBe(375);
});

test("without a word from the Hub, waits grow twofold, of which a random half is left out", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempt, random) => {
        const ms = retryDelayMs({ attempt, headers: null, nowMs: NOW, random });
        const longest = 500 * 2 ** (attempt - 1);
        expect(ms).toBeGreaterThanOrEqual(longest / 2);
        expect(ms).toBeLessThanOrEqual(longest);
      },
    ),
  );
});
