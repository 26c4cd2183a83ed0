import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Answer, Citation, Statement, StatementFlag } from "../../answers/answer.ts";
import { visibleText } from "../../answers/check/visible-text.ts";
import { parseForm } from "../../testing/discord/forms/form.ts";
import { messageForm } from "../../testing/discord/forms/message-form.ts";
import type { OutgoingMessage } from "../outgoing-message.ts";
import { messageBody } from "../send/message-body.ts";
import { linkAddress } from "./format-link.ts";
import { renderAnswer } from "./render-answer.ts";
import { readMarkdown } from "./testing/read-markdown.ts";

// The limits are those of the fake Discord, the Markdown is read by a strict reader; neither shares code with what is tested.

const ANSWERS = 2000;
const PUBLIC_URL = "https://leis.example";

/** What members, models and documents write to break out of their place. */
const NASTY = [
  "@everyone",
  "@here",
  "<@123456789012345678>",
  "<@&123456789012345678>",
  "<#123456789012345678>",
  "<:smile:123456789012345678>",
  "<t:1700000000:R>",
  "</ask:123456789012345678>",
  "[clique](https://golpe.example)",
  "[x]( <https://golpe.example> )",
  "](https://golpe.example)",
  "https://golpe.example/a_b*c",
  "http://golpe.example",
  "steam://run/1",
  "discord.gg/abc",
  "<https://golpe.example>",
  "```js\nalert(1)\n```",
  "`",
  "**",
  "__",
  "||",
  "~~",
  "\\",
  "\\\\",
  "\n# título",
  "\n> citação",
  "\n>>> tudo",
  "\n- item",
  "\n1. um",
  "\n-# miúdo",
  "\u202e\u2066",
  "\u200b",
  "\u{e0041}\u{e007f}",
  "👨‍👩‍👧‍👦",
  "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
  "مرحبا بالعالم",
  "שלום",
  "e\u0301\u0301\u0301\u0301",
  "\ud800",
  "\n\n\n",
];
const word = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom("art.", "5º", "a", "lei", "prazo", "R$ 1.000,00", "§ 2º", "“dolo”", "(caput)"),
  },
  { weight: 3, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 40 }) },
);
const words = (maxLength: number) =>
  fc.array(word, { minLength: 1, maxLength }).map((parts) => parts.join(" "));
const longWord = fc
  .constantFrom("x", "*", "_", "[", "👩‍⚖️", "ا")
  .map((one) => one.repeat(10_000 / one.length));
const text = fc.oneof(
  { weight: 20, arbitrary: words(60) },
  { weight: 2, arbitrary: words(1500) },
  { weight: 1, arbitrary: longWord },
);

const citation = (number: number): fc.Arbitrary<Citation> =>
  fc.record({
    number: fc.constant(number),
    document: fc.record({ path: fc.constant("docs_rag/lei (1).pdf"), title: words(40) }),
    unit: fc.option(fc.constant("art5")),
    path: words(60),
    rubric: fc.option(words(30)),
    pageFrom: fc.option(fc.integer({ min: 1, max: 9999 })),
    pageTo: fc.option(fc.integer({ min: 1, max: 9999 })),
    link: fc.constantFrom(
      `https://huggingface.co/datasets/a/b/resolve/c/lei%20(1).pdf#page=${number}`,
      `file:///srv/leis/lei%20(1).pdf#page=${number}`,
    ),
    source: fc.constant(`/fonte/0123abcd/docs_rag/lei%20(${number}).pdf#art5`),
    verified: fc.boolean(),
  });
const flags: fc.Arbitrary<StatementFlag[]> = fc.subarray([
  "uncited",
  "quote-altered",
  "reference-unsupported",
]);
const statement = (max: number): fc.Arbitrary<Statement> =>
  fc.record({
    text,
    citations: fc.uniqueArray(fc.integer({ min: 1, max }), { maxLength: max }),
    quoted: fc.boolean(),
    flags,
    block: fc.integer({ min: 0, max: 6 }),
    marker: fc.option(fc.constantFrom("-", "1.", "a)", "#", ">")),
  });
const answers: fc.Arbitrary<Answer> = fc.integer({ min: 1, max: 30 }).chain((sources) =>
  fc.record({
    mode: fc.constantFrom("model", "extractive"),
    language: fc.constantFrom("pt-BR", "en"),
    question: text,
    found: fc.boolean(),
    statements: fc
      .array(statement(sources), { minLength: 1, maxLength: 12 })
      .map((all) => all.toSorted((a, b) => a.block - b.block)),
    citations: fc.tuple(...Array.from({ length: sources }, (_, n) => citation(n + 1))),
    nearest: fc.array(
      fc.record({ citation: fc.integer({ min: 1, max: 8 }).chain(citation), excerpt: text }),
      { maxLength: 8 },
    ),
    notice: fc.option(
      fc.constantFrom("no-key", "budget", "queue-full", "cooldown", "provider-failed", "unsupported"),
    ),
    made: fc.record({
      model: fc.option(words(20)),
      promptVersion: fc.constant("1"),
      cached: fc.boolean(),
      firstTokenMs: fc.constant(null),
      totalMs: fc.constant(1),
      costUsd: fc.constant(null),
    }),
  }),
);

/** What is left of a text when nobody looks at white space, and nothing of Discord's is in it. */
const bare = (shown: string) => visibleText(shown).replace(/[\s\u200b]+/g, "");
/** What an answer is set with: flags, numbers, notices, quotations, lists. */
const OWN_MARKS = /^(?:\*{1,2}|-#|>|-|1\.)$/;

/** Every page of an answer. */
function pagesOf(answer: Answer, publicUrl: string | null) {
  const of = { answer, tag: "idx-20261125-000000-0123abc", answerId: "AbCdEfGh12345678", publicUrl };
  const { pages } = renderAnswer({ ...of, page: 0 });
  return Array.from({ length: pages }, (_, page) => renderAnswer({ ...of, page }).message);
}

/** What is seen of the answer itself, in the first embed; the other lists its sources. */
function checkedBody({ embeds = [] }: OutgoingMessage, allowed: ReadonlySet<string | null>): string {
  const bodies = embeds.map(({ title = "", description = "" }) => {
    const [head, body] = [readMarkdown(title), readMarkdown(description)];
    expect(head.links).toEqual([]);
    for (const url of body.links) expect(allowed).toContain(url);
    expect([...head.mentions, ...body.mentions]).toEqual([]);
    for (const mark of [...head.marks, ...body.marks]) expect(mark).toMatch(OWN_MARKS);
    return body.text;
  });
  return bodies[0] ?? "";
}

test(`${ANSWERS} answers of every kind keep Discord's limits, lead nowhere but to their sources, and lose nothing`, () => {
  fc.assert(
    fc.property(answers, fc.constantFrom(PUBLIC_URL, null), (answer, publicUrl) => {
      const cited = [...answer.citations, ...answer.nearest.map((near) => near.citation)];
      const allowed = new Set(
        cited.flatMap(({ link, source }) => [linkAddress(link), linkAddress(`${PUBLIC_URL}${source}`)]),
      );
      let shown = "";
      for (const message of pagesOf(answer, publicUrl)) {
        parseForm(messageForm(false), messageBody(message).body);
        shown += bare(checkedBody(message, allowed));
      }
      const said = answer.found ? answer.statements.map((one) => one.text) : [];
      for (const one of said) expect(shown.includes(bare(one))).toBe(true);
    }),
    { numRuns: ANSWERS, endOnFailure: true },
  );
});
