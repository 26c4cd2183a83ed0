import { expect, test } from "bun:test";
import type { Admission, AdmissionSetup, Admitted } from "./admission.ts";
import { createAdmission } from "./create-admission.ts";

const NOON = Date.parse("2026-05-24T12:00:00Z");
const HOUR_MS = 3_600_000;
const stays = new AbortController().signal;

/** An admission on a clock and a ledger that the test sets. */
function open(setup: Partial<Omit<AdmissionSetup, "spend" | "clock">> = {}) {
  const at = { ms: NOON };
  const spent = new Map<string, number>();
  const admission = createAdmission({
    maxConcurrent: 2,
    queueLimit: 2,
    cooldownMs: 0,
    dailyBudgetUsd: null,
    spend: { spentOn: (day) => spent.get(day) ?? 0 },
    clock: () => at.ms,
    ...setup,
  });
  return { admission, at, spent };
}

async function enter(admission: Admission, userId: string | null = null): Promise<Admitted> {
  const entry = await admission.enter(userId, stays);
  if (entry.kind === "refused") throw new Error(`refused: ${entry.reason}`);
  return entry;
}

test("as many as there is room for are inside, the next ones wait their turn", async () => {
  const { admission } = open();
  const first = await enter(admission);
  await enter(admission);
  const order: string[] = [];
  const come = async (name: string): Promise<Admitted> => {
    const entry = await enter(admission);
    order.push(name);
    return entry;
  };
  const third = come("third");
  const fourth = come("fourth");
  expect(admission.load()).toEqual({ inside: 2, waiting: 2 });
  first.leave(null);
  first.leave(null);
  (await third).leave(null);
  await fourth;
  expect(order).toEqual(["third", "fourth"]);
  expect(admission.load()).toEqual({ inside: 2, waiting: 0 });
});

test("a full queue refuses, and says when a place may be free once it knows how long answers take", async () => {
  const { admission, at } = open({ maxConcurrent: 1, queueLimit: 0 });
  const first = await enter(admission);
  expect(await admission.enter(null, stays)).toEqual({
    kind: "refused",
    reason: "queue-full",
    retryAfterMs: null,
  });
  at.ms += 8_000;
  first.leave(0.01);
  await enter(admission);
  expect(await admission.enter(null, stays)).toEqual({
    kind: "refused",
    reason: "queue-full",
    retryAfterMs: 8_000,
  });
});

test("a user waits between two questions, others do not, and nobody unknown does", async () => {
  const { admission, at } = open({ maxConcurrent: 10, cooldownMs: 5_000 });
  await enter(admission, "ana");
  at.ms += 2_000;
  expect(await admission.enter("ana", stays)).toEqual({
    kind: "refused",
    reason: "cooldown",
    retryAfterMs: 3_000,
  });
  await enter(admission, "bia");
  await enter(admission);
  await enter(admission);
  at.ms += 3_000;
  await enter(admission, "ana");
});

test("a clock that was set back makes nobody wait longer than the cooldown", async () => {
  const { admission, at } = open({ cooldownMs: 5_000 });
  await enter(admission, "ana");
  at.ms -= HOUR_MS;
  expect(await admission.enter("ana", stays)).toMatchObject({ reason: "cooldown", retryAfterMs: 5_000 });
});

test("who waits in the queue has one place there, however long it takes", async () => {
  const { admission, at } = open({ maxConcurrent: 1, cooldownMs: 5_000 });
  await enter(admission);
  const waiting = new AbortController();
  const place = admission.enter("ana", waiting.signal).catch((error: unknown) => error);
  at.ms += 60_000;
  expect(await admission.enter("ana", stays)).toMatchObject({ reason: "cooldown", retryAfterMs: 5_000 });
  waiting.abort("gone");
  expect(await place).toBe("gone");
});

test("a question withdrawn while it waited does not count for the cooldown", async () => {
  const { admission } = open({ maxConcurrent: 1, cooldownMs: 5_000 });
  const first = await enter(admission);
  const waiting = new AbortController();
  const place = admission.enter("ana", waiting.signal).catch((error: unknown) => error);
  waiting.abort("gone");
  expect(await place).toBe("gone");
  first.leave(null);
  await enter(admission, "ana");
});

test("a day's budget that is used up refuses until the day ends in UTC", async () => {
  const { admission, at, spent } = open({ dailyBudgetUsd: 1 });
  spent.set("2026-05-24", 0.99);
  (await enter(admission)).leave(0.02);
  spent.set("2026-05-24", 1.01);
  expect(await admission.enter(null, stays)).toMatchObject({ reason: "budget", retryAfterMs: 12 * HOUR_MS });
  at.ms += 12 * HOUR_MS - 1;
  expect(await admission.enter(null, stays)).toMatchObject({ reason: "budget", retryAfterMs: 1 });
  at.ms += 1;
  await enter(admission);
});

test("a budget of nothing lets nobody in", async () => {
  expect(await open({ dailyBudgetUsd: 0 }).admission.enter(null, stays)).toMatchObject({ reason: "budget" });
});

test("answers under way are counted for what answers usually cost", async () => {
  const { admission, spent } = open({ maxConcurrent: 10, dailyBudgetUsd: 1 });
  const first = await enter(admission);
  spent.set("2026-05-24", 0.3);
  first.leave(0.3);
  for (let i = 0; i < 3; i++) await enter(admission);
  expect(await admission.enter(null, stays)).toMatchObject({ reason: "budget" });
});

test("a budget used up while somebody waits refuses all who wait, and their cooldown is forgotten", async () => {
  const { admission, spent, at } = open({ maxConcurrent: 1, dailyBudgetUsd: 1, cooldownMs: 24 * HOUR_MS });
  const first = await enter(admission);
  const places = ["ana", "bia"].map((user) => admission.enter(user, stays));
  spent.set("2026-05-24", 1.5);
  first.leave(1.5);
  expect(await Promise.all(places)).toMatchObject([{ reason: "budget" }, { reason: "budget" }]);
  expect(admission.load()).toEqual({ inside: 0, waiting: 0 });
  at.ms += 12 * HOUR_MS;
  await enter(admission, "ana");
});

test("a ledger that cannot be read fails who asks, costs no place, and is no matter of who leaves", async () => {
  let isBroken = false;
  const admission = createAdmission({
    maxConcurrent: 1,
    queueLimit: 5,
    cooldownMs: 0,
    dailyBudgetUsd: 1,
    spend: {
      spentOn() {
        if (isBroken) throw new Error("disk I/O error");
        return 0;
      },
    },
    clock: () => NOON,
  });
  const first = await enter(admission);
  const place = admission.enter(null, stays).catch(String);
  isBroken = true;
  first.leave(null);
  expect(await place).toContain("disk I/O error");
  expect(await admission.enter(null, stays).catch(String)).toContain("disk I/O error");
  isBroken = false;
  expect(admission.load()).toEqual({ inside: 0, waiting: 0 });
  await enter(admission);
});

test("who is gone before asking is not let in", async () => {
  const { admission } = open();
  expect(await admission.enter("ana", AbortSignal.abort("gone")).catch((error: unknown) => error)).toBe(
    "gone",
  );
  expect(admission.load()).toEqual({ inside: 0, waiting: 0 });
});
