import { expect, test } from "bun:test";
import fc from "fast-check";
import "../../testing/property-seed.ts";
import { createQuestionGate, type QuestionGateLimits } from "./create-question-gate.ts";

function createBench(limits: Partial<QuestionGateLimits> = {}) {
  const clock = { nowMs: 0 };
  const stopping = new AbortController();
  const gate = createQuestionGate({ limits, signal: stopping.signal, now: () => clock.nowMs });
  const enter = (userId: string, guildId: string | null = "g", signal = new AbortController().signal) =>
    gate.enter({ userId, guildId }, signal);
  return { clock, stopping, gate, enter };
}

async function admitted(entry: ReturnType<ReturnType<typeof createBench>["enter"]>): Promise<() => void> {
  const outcome = await entry;
  if (outcome.kind === "refused") throw new Error(`refused: ${outcome.refusal.kind}`);
  return outcome.leave;
}

test("a member asks one question at a time, and pauses after it", async () => {
  const { clock, enter } = createBench({ cooldownMs: 3000 });
  const leave = await admitted(enter("ana"));
  expect(await enter("ana")).toMatchObject({ refusal: { kind: "cooldown" } });
  expect(await enter("ana", "another guild")).toMatchObject({ refusal: { kind: "cooldown" } });
  clock.nowMs = 10_000;
  leave();
  clock.nowMs += 1000;
  expect(await enter("ana")).toEqual({ kind: "refused", refusal: { kind: "cooldown", retryAfterMs: 2000 } });
  (await admitted(enter("bia")))();
  clock.nowMs += 2000;
  (await admitted(enter("ana")))();
});

test("a guild's own pause takes the place of the common one, and may be none", async () => {
  const { clock, gate, enter } = createBench({ cooldownMs: 3000 });
  const { signal } = new AbortController();
  (await admitted(gate.enter({ userId: "ana", guildId: "g", cooldownMs: 0 }, signal)))();
  (await admitted(gate.enter({ userId: "ana", guildId: "g", cooldownMs: 60_000 }, signal)))();
  clock.nowMs += 59_000;
  expect(await enter("ana")).toMatchObject({ refusal: { kind: "cooldown", retryAfterMs: 1000 } });
});

test("a full guild waits in order while another passes, up to the length of its queue", async () => {
  const { enter } = createBench({ cooldownMs: 0, guildConcurrent: 1, guildWaiting: 2 });
  const order: string[] = [];
  const leave = await admitted(enter("a"));
  const waiting = ["b", "c"].map(async (user) => {
    const out = await admitted(enter(user));
    order.push(user);
    return out;
  });
  expect(await enter("d")).toEqual({ kind: "refused", refusal: { kind: "guild-busy" } });
  (await admitted(enter("e", "other")))();
  expect(order).toEqual([]);
  leave();
  (await waiting[0])?.();
  await waiting[1];
  expect(order).toEqual(["b", "c"]);
});

test("when everything is full nobody else waits", async () => {
  const { enter } = createBench({ cooldownMs: 0, concurrent: 1, waiting: 1 });
  await admitted(enter("a", "g1"));
  void enter("b", "g2");
  expect(await enter("c", "g3")).toEqual({ kind: "refused", refusal: { kind: "busy" } });
});

test("whoever gives up while waiting throws their reason, and leaves neither place nor cooldown behind", async () => {
  const { enter } = createBench({ cooldownMs: 5000, guildConcurrent: 1 });
  const leave = await admitted(enter("a"));
  const giving = new AbortController();
  const entry = enter("b", "g", giving.signal);
  giving.abort(new Error("too long"));
  await expect(entry).rejects.toThrow("too long");
  const again = enter("b");
  leave();
  await admitted(again);
});

test("stopping turns away who waits and who comes, and does not touch who is inside", async () => {
  const { enter, stopping } = createBench({ guildConcurrent: 1 });
  const leave = await admitted(enter("a"));
  const waits = enter("b");
  stopping.abort();
  const refused = { kind: "refused", refusal: { kind: "stopping" } } as const;
  expect(await Promise.all([waits, enter("c")])).toEqual([refused, refused]);
  leave();
});

type Step =
  | { kind: "enter"; user: number; guild: number }
  | { kind: "leave"; nth: number }
  | { kind: "abort"; nth: number }
  | { kind: "wait"; ms: number };
const nth = fc.nat(20);
const stepArbitrary: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("enter" as const), user: fc.nat(12), guild: fc.nat(2) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("leave" as const), nth }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("abort" as const), nth }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("wait" as const), ms: fc.nat(200) }) },
);
const LIMITS = { cooldownMs: 100, guildConcurrent: 2, guildWaiting: 3, concurrent: 4, waiting: 6 };
interface Asker {
  user: string;
  guild: string;
  controller: AbortController;
}

/** A crowd at a gate, as it is seen from outside. */
function createCrowd() {
  const { clock, enter } = createBench(LIMITS);
  const inside: (Asker & { leave(): void })[] = [];
  const waiting: Asker[] = [];
  let overtaken = 0;

  function come(one: Asker): void {
    waiting.push(one);
    const take = () => waiting.splice(0, waiting.length, ...waiting.filter((other) => other !== one));
    enter(one.user, one.guild, one.controller.signal).then((entry) => {
      const before = waiting.slice(0, waiting.indexOf(one));
      take();
      if (entry.kind === "refused") return;
      overtaken += before.filter(({ guild }) => guild === one.guild).length;
      inside.push({ ...one, leave: entry.leave });
    }, take);
  }
  const at = <T>(list: readonly T[], index: number) => list[index % (list.length || 1)];
  return {
    ...{ clock, enter, inside, waiting, overtaken: () => overtaken },
    do(step: Step): void {
      if (step.kind === "wait") clock.nowMs += step.ms;
      else if (step.kind === "abort") at(waiting, step.nth)?.controller.abort();
      else if (step.kind === "leave") {
        const one = at(inside, step.nth);
        if (one) inside.splice(inside.indexOf(one), 1)[0]?.leave();
      } else come({ user: `u${step.user}`, guild: `g${step.guild}`, controller: new AbortController() });
    },
  };
}

function expectWithinLimits({ inside, waiting, overtaken }: ReturnType<typeof createCrowd>): void {
  expect(overtaken()).toBe(0);
  expect(inside.length).toBeLessThanOrEqual(LIMITS.concurrent);
  expect(new Set(inside.map(({ user }) => user)).size).toBe(inside.length);
  for (const guild of ["g0", "g1", "g2"]) {
    const held = inside.filter((one) => one.guild === guild).length;
    expect(held).toBeLessThanOrEqual(LIMITS.guildConcurrent);
    // Nobody waits for a place that is free.
    if (waiting.some((one) => one.guild === guild))
      expect(held === LIMITS.guildConcurrent || inside.length === LIMITS.concurrent).toBe(true);
  }
}

test("whatever happens, no limit is passed, the first of a guild goes first, and no place is lost", async () => {
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));
  let waited = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(stepArbitrary, { maxLength: 60, size: "max" }), async (steps) => {
      const crowd = createCrowd();
      for (const step of steps) {
        crowd.do(step);
        await settle();
        expectWithinLimits(crowd);
        waited += crowd.waiting.length;
      }
      while (crowd.inside.length > 0) {
        crowd.do({ kind: "leave", nth: 0 });
        await settle();
      }
      expect(crowd.waiting).toEqual([]);
      crowd.clock.nowMs += 1000;
      for (let user = 0; user < LIMITS.concurrent; user++)
        await admitted(crowd.enter(`u${user}`, `g${user % 2}`));
    }),
    { numRuns: 150 },
  );
  expect(waited).toBeGreaterThan(100);
});
