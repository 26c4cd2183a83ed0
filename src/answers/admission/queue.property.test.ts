import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Admission, Admitted } from "./admission.ts";
import { createCooldown } from "./cooldown.ts";
import { createAdmission } from "./create-admission.ts";

/** What somebody does, and whether the next deed comes in the same breath; `who` counts those of whom it can be true. */
type Deed = { isRushed: boolean } & (
  | { kind: "enter" }
  | { kind: "abort" | "leave" | "abort-any"; who: number }
);

const isRushed = fc.boolean();
const deeds = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant("enter" as const), isRushed }) },
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constantFrom("abort" as const, "leave" as const, "abort-any" as const),
        who: fc.nat(100),
        isRushed,
      }),
    },
  ),
  { maxLength: 60 },
);

interface Visitor {
  name: number;
  caller: AbortController;
  entry: Admitted | null;
}

/** The queue as anybody would write it down: who is inside, who waits, in order, who found it full. */
interface Expected {
  inside: number[];
  waiting: number[];
  refused: number[];
}

test("never more inside than may be, first come first served, and no place is lost", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.nat(5),
      deeds,
      async (maxConcurrent, queueLimit, all) => {
        const admission = createAdmission({
          maxConcurrent,
          queueLimit,
          cooldownMs: 0,
          dailyBudgetUsd: null,
          spend: { spentOn: () => 0 },
          clock: () => 0,
        });
        const visitors: Visitor[] = [];
        const outcomes = new Map<number, string>();
        const expected: Expected = { inside: [], waiting: [], refused: [] };

        for (const deed of all) {
          if (deed.kind === "enter") {
            const name = visitors.length;
            visitors.push(come(admission, name, outcomes));
            if (expected.inside.length < maxConcurrent) expected.inside.push(name);
            else if (expected.waiting.length < queueLimit) expected.waiting.push(name);
            else expected.refused.push(name);
          } else act(deed, visitors, expected, maxConcurrent);
          if (deed.isRushed) continue;
          await settled();
          expectAsWritten(admission, outcomes, expected);
        }

        for (const { caller } of visitors) caller.abort("closing");
        await settled();
        for (const { entry } of visitors) entry?.leave(null);
        await settled();
        expect(admission.load()).toEqual({ inside: 0, waiting: 0 });
        expect(outcomes.size).toBe(visitors.length);
        const after = await Promise.all(
          Array.from({ length: maxConcurrent }, () => admission.enter(null, stays)),
        );
        expect(after.map(({ kind }) => kind)).toEqual(after.map(() => "admitted"));
      },
    ),
    { numRuns: 3_000 },
  );
});

const stays = new AbortController().signal;

function come(admission: Admission, name: number, outcomes: Map<number, string>): Visitor {
  const visitor: Visitor = { name, caller: new AbortController(), entry: null };
  admission.enter(null, visitor.caller.signal).then(
    (outcome) => {
      if (outcome.kind === "admitted") visitor.entry = outcome;
      outcomes.set(name, outcome.kind === "admitted" ? "admitted" : outcome.reason);
    },
    (reason: unknown) => outcomes.set(name, String(reason)),
  );
  return visitor;
}

function expectAsWritten(admission: Admission, outcomes: Map<number, string>, expected: Expected): void {
  const { inside, waiting, refused } = expected;
  expect(admission.load()).toEqual({ inside: inside.length, waiting: waiting.length });
  for (const name of inside) expect(outcomes.get(name)).toBe("admitted");
  for (const name of waiting) expect(outcomes.has(name)).toBe(false);
  for (const name of refused) expect(outcomes.get(name)).toBe("queue-full");
}

/** Does it, and writes down what should come of it. */
function act(
  deed: Extract<Deed, { who: number }>,
  visitors: readonly Visitor[],
  expected: Expected,
  maxConcurrent: number,
): void {
  // To abort one who is inside, or has left, changes nothing: who is inside leaves.
  // Who was let in in the same breath does not know it yet.
  const mayLeave = expected.inside.filter((name) => visitors[name]?.entry);
  const all = visitors.map(({ name }) => name);
  const candidates = { "abort-any": all, abort: expected.waiting, leave: mayLeave }[deed.kind];
  const name = candidates[deed.who % Math.max(1, candidates.length)];
  const visitor = name === undefined ? undefined : visitors[name];
  if (!visitor) return;
  if (deed.kind !== "leave") {
    visitor.caller.abort("aborted");
    expected.waiting = expected.waiting.filter((waiting) => waiting !== visitor.name);
    return;
  }
  visitor.entry?.leave(null);
  visitor.entry?.leave(null);
  expected.inside = expected.inside.filter((inside) => inside !== visitor.name);
  while (expected.inside.length < maxConcurrent) {
    const next = expected.waiting.shift();
    if (next === undefined) return;
    expected.inside.push(next);
  }
}

/** Lets all promises settle that can. */
async function settled(): Promise<void> {
  for (let i = 0; i < 8; i++) await null;
}

test("the cooldown holds nobody longer than it lasts, however many ask", () => {
  let nowMs = 0;
  const cooldown = createCooldown(1_000, () => nowMs);
  for (let user = 0; user < 10_000; user++) {
    nowMs += 10;
    expect(cooldown.remainingMs(`user ${user}`)).toBeNull();
    cooldown.start(`user ${user}`);
    expect(cooldown.size()).toBeLessThanOrEqual(100);
  }
});
