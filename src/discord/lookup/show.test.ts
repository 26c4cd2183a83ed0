import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Answer } from "../../answers/answer.ts";
import type { FoundUnit } from "../../serving/look-ups.ts";
import { parseMessage } from "../../testing/discord/messages/write-message.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { buttonsOf } from "../testing/fake-responder.ts";
import { showPassages } from "./show-passages.ts";
import { showUnit } from "./show-unit.ts";
import { writeUnitId } from "./unit-custom-id.ts";

const HOSTILE = [
  "@everyone",
  "<@&123>",
  "[aqui](https://golpe.example)",
  "```",
  "**",
  "> ",
  "# ",
  "- ",
  "||",
  "👩‍👩‍👧‍👦",
  "אֱלֹהִים",
  "\u202e",
  "x".repeat(5000),
  "***".repeat(2000),
  "lei",
  "\n",
];
const words = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "grapheme", maxLength: 30 })), {
    minLength: 1,
    maxLength: 8,
  })
  .map((parts) => parts.join(" "));
const line = words.map((text) => text.replaceAll("\n", " "));
const place = {
  link: fc.constantFrom(
    "https://hub.example/a.pdf#page=3",
    "file:///a.pdf",
    `https://a.example/${"x".repeat(3000)}`,
  ),
  source: fc.constantFrom("/fonte/abc/a.pdf#art5", `/fonte/${"x".repeat(3000)}`),
};
const pageNumber = fc.option(fc.integer({ min: 1, max: 3000 }));
const publicUrl = fc.constantFrom(null, "https://vademecum.example");

const foundUnit: fc.Arbitrary<FoundUnit> = fc.record({
  document: fc.record({ path: line, title: line }),
  unit: fc.constantFrom("art5", "sumula7", "art103-B"),
  path: fc.oneof(fc.constant(""), line),
  label: fc.constantFrom("Art. 5º", "Súmula 7", "Arts. 53 a 58"),
  rubric: fc.option(line),
  pageFrom: pageNumber,
  pageTo: pageNumber,
  text: words,
  provision: fc.option(
    fc.record({ label: fc.constant("§ 2º, II"), head: fc.oneof(fc.constant(""), words), text: words }),
  ),
  missingProvision: fc.option(fc.constant("CXX")),
  ...place,
});

/** What Discord would refuse, it refuses here; whatever is pressed leads to a page that is there. */
function checkMessage(outgoing: OutgoingMessage, mayPress: RegExp): void {
  expect(() => parseMessage(outgoing, [], { mayBeEphemeral: true })).not.toThrow();
  for (const { customId } of buttonsOf(outgoing)) expect(customId).toMatch(mayPress);
  // Where Discord reads Markdown; it reads none in footers.
  const markdown = (outgoing.embeds ?? []).flatMap(({ title = "", description = "" }) => [
    title,
    description,
  ]);
  for (const text of [outgoing.content ?? "", ...markdown]) expect(text).not.toMatch(/(?<!\\)\]\(https:/);
}

test("every page of every unit is a message that Discord takes", () => {
  fc.assert(
    fc.property(
      fc.array(foundUnit, { minLength: 1, maxLength: 3 }),
      fc.integer({ min: 0, max: 60 }),
      line,
      fc.constantFrom("pt-BR" as const, "en" as const),
      publicUrl,
      (units, page, law, language, url) => {
        const customId = (to: number) =>
          writeUnitId({ page: to, userId: "42", unit: "art5", law }, "docs/a.pdf");
        const tag = "idx-20260101-000000-aaaaaaa";
        checkMessage(
          showUnit({ units, page, tag, language, publicUrl: url, customId }),
          /^unit:\d+:42:art5:/,
        );
      },
    ),
    { numRuns: 100 },
  );
});

test("every page of passages is a message that Discord takes, and together they show every passage", () => {
  const citation = fc.record({
    number: fc.integer({ min: 1, max: 20 }),
    document: fc.record({ path: line, title: line }),
    unit: fc.option(fc.constant("art5")),
    path: fc.oneof(fc.constant(""), line),
    rubric: fc.option(line),
    pageFrom: pageNumber,
    pageTo: pageNumber,
    verified: fc.constant(true),
    ...place,
  });
  fc.assert(
    fc.property(
      fc.array(fc.record({ citation, excerpt: words }), { minLength: 1, maxLength: 5 }),
      line,
      fc.boolean(),
      publicUrl,
      (nearest, question, found, url) => {
        const answer = { language: "pt-BR", found, nearest } as unknown as Answer;
        const of = { answer, question, tag: "idx-20260101-000000-aaaaaaa", publicUrl: url, id: "abc" };
        const { pages } = showPassages({ ...of, page: 0 });
        let embeds = 0;
        for (let page = 0; page < pages; page++) {
          const { message } = showPassages({ ...of, page });
          checkMessage(message, /^passages:abc:\d+$/);
          embeds += message.embeds?.length ?? 0;
        }
        expect(embeds).toBeGreaterThanOrEqual(nearest.length);
        expect(showPassages({ ...of, page: pages + 5 })).toEqual(showPassages({ ...of, page: pages - 1 }));
      },
    ),
    { numRuns: 25 },
  );
});
