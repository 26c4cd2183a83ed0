import { expect, test } from "bun:test";
import { silentLog } from "../../testing/silent-log.ts";
import { createChangeTeller } from "./change-teller.ts";
import type { RevisionChanges } from "./compare-in-child.ts";

const changes = (text: string) => ({ text }) as unknown as RevisionChanges;

test("a comparison runs beside everything else, and what follows it is done whatever comes of it", async () => {
  const told: unknown[] = [];
  const waits = Promise.withResolvers<RevisionChanges>();
  const teller = createChangeTeller(() => waits.promise, silentLog);
  const swap = { from: "a", to: "b", signal: new AbortController().signal };
  teller.tell({ ...swap, onChanges: (got) => told.push(got), afterwards: () => told.push("swept") });
  expect(told).toEqual([]);
  waits.resolve(changes("one"));
  await teller.settled();
  expect(told).toEqual([changes("one"), "swept"]);

  const failing = createChangeTeller(() => Promise.reject(new Error("no room")), silentLog);
  failing.tell({ ...swap, onChanges: () => told.push("never"), afterwards: () => told.push("swept again") });
  await failing.settled();
  expect(told.slice(2)).toEqual(["swept again"]);
});

test("the next swap gives up a comparison that still runs", async () => {
  const told: unknown[] = [];
  const teller = createChangeTeller((from, _, signal) => {
    if (from === "b") return Promise.resolve(changes("second"));
    return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  }, silentLog);
  const { signal } = new AbortController();
  for (const [from, to] of [
    ["a", "b"],
    ["b", "c"],
  ] as const) {
    teller.tell({ from, to, signal, onChanges: (got) => told.push(got), afterwards: () => told.push(to) });
    await Bun.sleep(0); // the first has begun when the second comes
  }
  await teller.settled();
  expect(told).toEqual([changes("second"), "c"]);
});

test("a process that stops compares no more", async () => {
  const told: unknown[] = [];
  const stop = new AbortController();
  const teller = createChangeTeller(
    (_from, _to, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason))),
    silentLog,
  );
  teller.tell({
    from: "a",
    to: "b",
    signal: stop.signal,
    onChanges: () => told.push("never"),
    afterwards: () => told.push("never"),
  });
  await Promise.resolve();
  stop.abort(new Error("stopping"));
  await teller.settled();
  expect(told).toEqual([]);
});
