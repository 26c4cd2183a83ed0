import { expect, test } from "bun:test";
import fc from "fast-check";
import { messageForm } from "../../../testing/discord/forms/message-form.ts";
import type { RevisionLine } from "../../operations.ts";
import type { OutgoingMessage } from "../../outgoing-message.ts";
import type { FakeResponder } from "../../testing/fake-responder.ts";
import { codeBlock } from "./code-block.ts";
import { createAdminBench, FIRST, SAMPLE_DIFF, SECOND } from "./testing/admin-bench.ts";

/** Text that others write: Markdown, emoji, control signs, right to left, and words without an end. */
const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc
    .constantFrom("*", "`", "[x](https://x.example)", "|", "\u202e", "👩‍👩‍👧‍👦", "@everyone ", "```\n", "# ")
    .map((part) => part.repeat(4000)),
);

/** Everything that a responder showed passes Discord's own checks. */
function expectAllowed(respond: FakeResponder): void {
  const shown = respond.calls.flatMap(({ message }) => (message === null ? [] : [message]));
  expect(shown.length).toBeGreaterThan(0);
  for (const { files: _, ...message } of shown satisfies OutgoingMessage[])
    expect(messageForm(false).safeParse(message).error?.issues ?? []).toEqual([]);
}

const lineOf = (base: RevisionLine): fc.Arbitrary<RevisionLine> =>
  fc
    .record({
      problem: fc.option(hostile),
      gateFailures: fc.array(hostile, { maxLength: 30 }),
      gatePassed: fc.constantFrom(true, false, null),
      wasForced: fc.boolean(),
    })
    .map((values) => ({ ...base, ...values }));

test("whatever the Hub, the gate and members write, every message keeps Discord's limits", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.tuple(lineOf({ ...FIRST, isPrevious: false }), lineOf(SECOND)),
      fc.record({
        title: hostile,
        path: hostile,
        log: fc.array(hostile),
        question: hostile,
        document: hostile,
      }),
      fc.constantFrom("pt-BR" as const, "en" as const),
      async (lines, { title, path, log, question, document }, language) => {
        const added = Array.from({ length: 40 }, (_, i) => ({ title, path: `${path}${i}`, units: i }));
        const at = {
          language,
          revision: "r",
          firstAt: "2026-05-01T00:00:00Z",
          lastAt: "2026-05-02T00:00:00Z",
        };
        const bench = createAdminBench({
          lines: [...lines],
          operations: {
            diff: async () => ({ from: FIRST.tag, to: SECOND.tag, diff: { ...SAMPLE_DIFF, added } }),
            startBuild: async () => ({ id: path, url: null }),
            followBuild: async ({ onState }) => {
              onState(title);
              return { state: title, logTail: log };
            },
            unanswered: () => Array.from({ length: 60 }, (_, i) => ({ ...at, question, count: i })),
          },
        });
        try {
          bench.services.records.guilds.update("300", { documents: [document, path] });
          for (const subcommand of ["revisoes", "voltar", "diferencas", "lacunas", "canais", "reindexar"])
            expectAllowed(await bench.give(subcommand, {}, { language }));
          for (const etiqueta of [FIRST.tag, SECOND.tag, question.slice(0, 60)])
            expectAllowed(await bench.give("publicar", { etiqueta }, { language }));
          expectAllowed(await bench.give("canais", { documento: question.slice(0, 100) }, { language }));
        } finally {
          bench.close();
        }
      },
    ),
    { numRuns: 40 },
  );
}, 30_000);

test("a program's output cannot leave its block, and no sign of it is torn", () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 50, max: 400 }), (output, max) => {
      const block = codeBlock(output, max);
      expect(block.length).toBeLessThanOrEqual(max);
      expect(block.match(/```/g)).toHaveLength(2);
      expect(block).toStartWith("```\n");
      expect(block).toEndWith("\n```");
      if (output.isWellFormed()) expect(block.isWellFormed()).toBe(true);
    }),
  );
});
