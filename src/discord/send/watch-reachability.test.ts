import { expect, test } from "bun:test";
import { DiscordError } from "../discord-error.ts";
import type { DiscordCall } from "./discord-rest.ts";
import { watchReachability } from "./watch-reachability.ts";

function createBench() {
  const calls: DiscordCall[] = [];
  const clock = { nowMs: 0 };
  let status: number | null = 200;
  const watched = watchReachability(
    {
      async call(call) {
        calls.push(call);
        if (status !== 200) throw new DiscordError({ code: "X", message: "m", hint: "h", status });
        return {};
      },
    },
    () => clock.nowMs,
  );
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  return {
    ...{ ...watched, calls, clock, settle },
    becomes: (next: number | null) => {
      status = next;
    },
    call: () => watched.rest.call({ method: "GET", path: "/x", doing: "x" }).catch(() => undefined),
  };
}

test("it is hoped at first, and looked up", async () => {
  const { isReached, becomes, settle, calls } = createBench();
  becomes(null);
  expect([isReached(), isReached()]).toEqual([true, true]);
  expect(calls).toMatchObject([{ path: "/gateway", asBot: false }]);
  await settle();
  expect(isReached()).toBe(false);
  expect(calls.length).toBe(1);
});

test("a refusal is an answer; a call that nothing answered is not", async () => {
  const { isReached, becomes, call } = createBench();
  becomes(null);
  await call();
  expect(isReached()).toBe(false);
  becomes(403);
  await call();
  expect(isReached()).toBe(true);
});

test("what was lost is found again without anybody calling, and what is known is asked for once a minute", async () => {
  const { isReached, becomes, call, clock, settle, calls } = createBench();
  becomes(null);
  await call();
  becomes(200);
  clock.nowMs = 11_000;
  expect(isReached()).toBe(false);
  await settle();
  expect(isReached()).toBe(true);
  clock.nowMs = 70_000;
  isReached();
  expect(calls.length).toBe(2);
  clock.nowMs = 72_000;
  isReached();
  expect(calls.length).toBe(3);
});
