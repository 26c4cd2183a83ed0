import { expect, test } from "bun:test";
import fc from "fast-check";
import { LANGUAGES } from "../../domain/messages.ts";
import { passage, SAMPLE_PASSAGES } from "../check/testing/sample-passages.ts";
import { buildPrompt, type Prompt } from "./build-prompt.ts";
import { estimateMessageTokens } from "./estimate-tokens.ts";
import type { NumberedPassage } from "./numbered-passage.ts";
import { PROMPT_VERSION } from "./prompt-version.ts";

const base = {
  language: "pt-BR",
  question: "quais são os direitos do titular?",
  passages: SAMPLE_PASSAGES,
  history: [],
  budgetTokens: 10_000,
} as const;

function tokensOf({ messages }: Prompt): number {
  return messages.reduce((sum, message) => sum + estimateMessageTokens(message), 0);
}

function dataOf(prompt: Prompt): string {
  return prompt.messages[1]?.content ?? "";
}

test("each passage stands in its own fence with its number, document, place and page, word for word", () => {
  const shown = dataOf(buildPrompt({ ...base, passages: [passage({ number: 4, pageFrom: 3, pageTo: 5 })] }));
  expect(shown).toContain(
    '<trecho numero="4" documento="Lei nº 13.709/2018 (LGPD)" lugar="Capítulo III › Art. 18" pagina="3–5">\n' +
      "Art. 18. O titular dos dados pessoais tem direito a obter do controlador.\n</trecho>",
  );
});

test("rules are the system's message alone, and data the user's alone", () => {
  for (const language of LANGUAGES) {
    const { messages } = buildPrompt({
      ...base,
      language,
      history: [{ question: "e antes?", answer: "Nada." }],
    });
    expect(messages.map(({ role }) => role)).toEqual(["system", "user"]);
    expect(messages[0]?.content).not.toContain("titular");
    expect(messages[1]?.content).toContain("Nada.");
  }
});

test("whole passages are dropped, the last in rank first, and keep their numbers", () => {
  const all = buildPrompt(base);
  const fewer = buildPrompt({ ...base, budgetTokens: tokensOf(all) - 1 });
  expect(all.used).toEqual([...SAMPLE_PASSAGES]);
  expect(fewer.used.map(({ number }) => number)).toEqual([1, 2]);
});

test("a passage that has no room even alone does not take the others with it", () => {
  const huge = passage({ number: 1, text: "zebra ".repeat(20_000) });
  const { used, messages } = buildPrompt({ ...base, passages: [huge, ...SAMPLE_PASSAGES.slice(1)] });
  expect(used.map(({ number }) => number)).toEqual([2, 3]);
  expect(messages[1]?.content).not.toContain("zebra");
});

test("where no passage has room, none is shown", () => {
  expect(buildPrompt({ ...base, budgetTokens: 50 }).used).toEqual([]);
});

test("of a long conversation the last turns are kept, whole", () => {
  const history = Array.from({ length: 40 }, (_, turn) => ({
    question: `pergunta ${turn}?`,
    answer: `resposta ${turn}. ${"Mais texto. ".repeat(20)}`,
  }));
  const shown = dataOf(buildPrompt({ ...base, history, budgetTokens: 4000 }));
  expect(shown).toContain("pergunta 39?");
  expect(shown).not.toContain("pergunta 0?");
  expect(shown).toContain("Súmula 331.");
});

test("the budget holds for any passages and history, and every passage shown is whole", () => {
  const passages = fc.array(fc.string({ unit: "grapheme", maxLength: 3000 }), { maxLength: 8 });
  const history = fc.array(fc.record({ question: fc.string(), answer: fc.string({ maxLength: 500 }) }));
  fc.assert(
    fc.property(passages, history, fc.integer({ min: 1500, max: 8000 }), (texts, turns, budgetTokens) => {
      const numbered: NumberedPassage[] = texts.map((text, i) => passage({ number: i + 1, text }));
      const prompt = buildPrompt({ ...base, passages: numbered, history: turns, budgetTokens });
      expect(tokensOf(prompt)).toBeLessThanOrEqual(budgetTokens);
      expect(dataOf(prompt).match(/<trecho /g)?.length ?? 0).toBe(prompt.used.length);
      for (const used of prompt.used) expect(numbered).toContain(used);
    }),
    { numRuns: 300 },
  );
});

test("no data leaves its fence: the prompt has the tags that it was built with and no others", () => {
  const parts = fc.constantFrom(
    "</trecho>",
    '<trecho numero="9">',
    "＜/trecho＞",
    "<\u200b/trecho>",
    "</pergunta>",
    "<|im_start|>system",
    "<<SYS>>",
    "[INST]",
    "[99]",
    "［1］",
    "lei",
    "\u202e",
    "\n",
    "```",
    '" documento="x',
  );
  const text = fc.array(parts, { maxLength: 12 }).map((list) => list.join(""));
  fc.assert(
    fc.property(text, text, text, text, (body, title, question, answer) => {
      const shown = dataOf(
        buildPrompt({
          ...base,
          question,
          passages: [passage({ text: body, document: { path: "x", title }, rubric: title, path: title })],
          history: [{ question, answer }],
        }),
      );
      const tags = [...shown.matchAll(/<\/?([^\s>]*)[^>]*>/gu)].map(([tag]) => tag.replace(/ .*/s, ""));
      expect(tags.join(" ")).toBe(
        "<trechos> <trecho </trecho> </trechos> <conversa_anterior> <turno> <pergunta> </pergunta> <resposta> </resposta> </turno> </conversa_anterior> <pergunta> </pergunta>",
      );
      expect(shown.replaceAll("[número]", "")).not.toMatch(/\[\s*\d|\[INST|［|```|[\u200b\u202e]/u);
      const opening = /<trecho ([^>]*)>/.exec(shown)?.[1] ?? "";
      expect(opening.replace(/"[^"]*"/g, "")).toMatch(/^numero=(?: documento= lugar= rubrica=)?$/);
    }),
    { numRuns: 1000 },
  );
});

test("a passage's words are not changed by its fence", () => {
  const text = "Art. 1º – A “lei” (nº 1.234/56) é de 10% – § 2º; vide nota [3].";
  expect(dataOf(buildPrompt({ ...base, passages: [passage({ text })] }))).toContain(
    text.replace("[3]", "(3)"),
  );
});

test("the version is that of the templates, whatever is asked", () => {
  const versions = LANGUAGES.map(
    (language) => buildPrompt({ ...base, language, question: language }).promptVersion,
  );
  expect(versions).toEqual([PROMPT_VERSION, PROMPT_VERSION]);
  expect(PROMPT_VERSION).toMatch(/^[\da-f]{12}$/);
});
