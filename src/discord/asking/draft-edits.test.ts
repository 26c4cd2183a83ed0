import { expect, test } from "bun:test";
import fc from "fast-check";
import { createFakeClock } from "../testing/fake-clock.ts";
import { createDraftEdits } from "./draft-edits.ts";

test("drafts are shown at most once a second, however long each is on its way, and always the newest", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ afterMs: fc.nat(1500), takesMs: fc.nat(2500), fails: fc.boolean() }), {
        minLength: 1,
        maxLength: 30,
      }),
      async (writes) => {
        const clock = createFakeClock();
        const shown: { text: string; fromMs: number; toMs: number }[] = [];
        let written = "";
        let running = 0;
        const drafts = createDraftEdits({
          clock,
          onError: () => undefined,
          async show(text) {
            expect(running).toBe(0);
            running += 1;
            expect(text).toBe(written);
            const { takesMs = 0, fails = false } = writes[shown.length] ?? {};
            const one = { text, fromMs: clock.nowMs(), toMs: 0 };
            shown.push(one);
            await clock.wait(takesMs, new AbortController().signal);
            one.toMs = clock.nowMs();
            running -= 1;
            if (fails) throw new Error("500");
          },
        });
        for (const [i, { afterMs }] of writes.entries()) {
          await clock.pass(afterMs);
          written = `${written} ${i}`;
          drafts.write(written);
        }
        let isSettled = false;
        const settling = drafts.settle().then(() => {
          isSettled = true;
        });
        await clock.pass(10_000);
        await settling;
        expect(isSettled).toBe(true);
        const gaps = shown.slice(1).map(({ fromMs }, i) => fromMs - (shown[i]?.toMs ?? 0));
        expect(gaps.filter((gap) => gap < 1000)).toEqual([]);
        expect(running).toBe(0);
      },
    ),
    { numRuns: 60 },
  );
});

test("nothing is shown after settling, and settling waits for its turn", async () => {
  const clock = createFakeClock();
  const shown: string[] = [];
  const drafts = createDraftEdits({
    clock,
    onError: () => undefined,
    show: async (text) => {
      shown.push(text);
    },
  });
  drafts.write("O prazo");
  await clock.pass(300);
  drafts.write("O prazo é");
  let isSettled = false;
  const settling = drafts.settle().then(() => {
    isSettled = true;
  });
  await clock.pass(600);
  drafts.write("O prazo é de");
  expect(isSettled).toBe(false);
  await clock.pass(200);
  await settling;
  await clock.pass(5000);
  expect(shown).toEqual(["O prazo"]);
});

test("without a draft, settling takes no time", async () => {
  const clock = createFakeClock();
  let isSettled = false;
  createDraftEdits({ clock, onError: () => undefined, show: async () => undefined })
    .settle()
    .then(() => {
      isSettled = true;
    });
  await clock.pass(0);
  expect(isSettled).toBe(true);
});

test("drafts that fail again and again are given up", async () => {
  const clock = createFakeClock();
  const errors: unknown[] = [];
  const drafts = createDraftEdits({
    clock,
    onError: (error) => errors.push(error),
    show: async () => {
      throw new Error("500");
    },
  });
  for (let i = 0; i < 10; i++) {
    drafts.write(`texto ${i}`);
    await clock.pass(1000);
  }
  expect(errors).toHaveLength(3);
  await drafts.settle();
});
