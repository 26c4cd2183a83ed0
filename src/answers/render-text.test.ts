import { expect, test } from "bun:test";
import type { Answer, Citation, Statement } from "./answer.ts";
import { renderText } from "./render-text.ts";

const citation: Citation = {
  number: 2,
  document: { path: "docs/lei.pdf", title: "Lei das Praias" },
  unit: "art1",
  path: "Art. 1º",
  rubric: null,
  pageFrom: 3,
  pageTo: 3,
  link: "https://example.org/lei.pdf#page=3",
  source: "/fonte/abc/docs/lei.pdf#art1",
  verified: true,
};
const statement = (values: Partial<Statement>): Statement => ({
  text: "A praia é de todos.",
  citations: [2],
  quoted: false,
  flags: [],
  block: 0,
  marker: null,
  ...values,
});
const answer = (values: Partial<Answer>): Answer => ({
  mode: "model",
  language: "pt-BR",
  question: "de quem é a praia?",
  found: true,
  statements: [statement({})],
  citations: [citation],
  nearest: [],
  notice: null,
  made: { model: "m-1", promptVersion: "v", cached: false, firstTokenMs: 1, totalMs: 2, costUsd: null },
  ...values,
});

test("a model's answer keeps its paragraphs and list items, and marks what the check doubts", () => {
  const statements = [
    statement({}),
    statement({ text: "A praia é de todos", quoted: true }),
    statement({ block: 1, marker: "-", text: "Em qualquer hora.", citations: [], flags: ["uncited"] }),
    statement({ block: 2, marker: "-", text: "Pelo art. 9º.", flags: ["reference-unsupported"] }),
  ];
  expect(renderText(answer({ statements, citations: [{ ...citation, verified: false }] }))).toBe(
    `A praia é de todos. [2] “A praia é de todos” [2]

- Em qualquer hora. (sem fonte)

- Pelo art. 9º. [2] (não conferido)

Fontes:
[2] Lei das Praias, Art. 1º, p. 3 – não conferida
    https://example.org/lei.pdf#page=3

Resposta escrita por um modelo de linguagem (m-1) e conferida com as fontes citadas. Isto não é parecer jurídico; confira o texto oficial.`,
  );
});

test("an answer of passages says why no model wrote it, where one might have", () => {
  const text = renderText(answer({ mode: "extractive", notice: "budget", language: "en" }));
  expect(text).toContain("Today's spending limit has been reached. An answer made only of passages");
  expect(renderText(answer({ mode: "extractive", notice: "no-key" }))).not.toContain("limite");
});

test("a refusal says whether a model read the passages", () => {
  const refused = { found: false, statements: [], citations: [] };
  expect(renderText(answer(refused))).toEndWith("O modelo leu os trechos e não encontrou neles a resposta.");
  expect(renderText(answer({ ...refused, mode: "extractive" }))).toEndWith(
    "Nenhum trecho se aproxima da pergunta.",
  );
});
