import { expect, test } from "bun:test";
import { silentLog } from "../../testing/silent-log.ts";
import { DiscordError } from "../discord-error.ts";
import { keepTrying } from "./keep-trying.ts";

const failing = (code: string) => new DiscordError({ code, message: "it failed", hint: "wait" });

/** Tries that fail so often, under a signal; tells how often was tried and how long was waited. */
async function tryWith(code: string, failures: number, signal = new AbortController().signal) {
  let tries = 0;
  const waits: number[] = [];
  const work = async () => {
    tries += 1;
    if (tries <= failures) throw failing(code);
  };
  const trying = keepTrying(work, { signal, log: silentLog }, async (ms) => waits.push(ms));
  const error: unknown = await trying.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return { tries, waits, error };
}

test.each(["DISCORD_UNREACHABLE", "DISCORD_UNAVAILABLE", "DISCORD_RATE_LIMITED"])(
  "%s passes, and what was to be done is done then",
  async (code) => {
    const { tries, waits, error } = await tryWith(code, 7);
    expect([tries, error]).toEqual([8, null]);
    expect(waits).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  },
);

test("what will not pass is not tried again", async () => {
  const { tries, error } = await tryWith("DISCORD_FORBIDDEN", 1);
  expect([tries, error]).toEqual([1, failing("DISCORD_FORBIDDEN")]);
});

test("after ten minutes it is given up", async () => {
  const { waits, error } = await tryWith("DISCORD_UNREACHABLE", Infinity);
  expect(error).toEqual(failing("DISCORD_UNREACHABLE"));
  const waitedMs = waits.reduce((sum, ms) => sum + ms, 0);
  expect(waitedMs).toBeGreaterThanOrEqual(600_000);
  expect(waitedMs).toBeLessThan(620_000);
});

test("a bot that stops tries once", async () => {
  const { tries } = await tryWith("DISCORD_UNREACHABLE", Infinity, AbortSignal.abort());
  expect(tries).toBe(1);
});
