import { expect, test } from "bun:test";
import { createTopicTest, findCitedChunk } from "./cited-place.ts";
import type { Passage } from "./passage-store.ts";

const chunks = [
  "Art. 155 - Subtrair, para si ou para outrem, coisa alheia móvel:\nI - primeira hipótese do caput;",
  "§ 1º - A pena aumenta-se de um terço.\n§ 10. Outra regra.",
  "§ 4º - A pena é de reclusão, se o furto é cometido:\nI - com destruição de obstáculo;",
  "II - com abuso de confiança;\nIII - com emprego de chave falsa.",
  "Parágrafo único. Regra final.",
].map(
  (text, part): Passage => ({
    id: part,
    document: 0,
    unit: "art155",
    part,
    path: "",
    rubric: null,
    page_from: null,
    page_to: null,
    text,
  }),
);

const part = (paragraph: string | null, inciso: string | null) =>
  findCitedChunk(chunks, { paragraph, inciso })?.part ?? null;

test("a cited § is found by its number, not by one that begins with it", () => {
  expect(part("1", null)).toBe(1);
  expect(part("10", null)).toBe(1);
  expect(part("4", null)).toBe(2);
  expect(part("único", null)).toBe(4);
});

test("an inciso is looked for within its §, or in the caput where none is cited", () => {
  expect(part(null, "I")).toBe(0);
  expect(part("4", "I")).toBe(2);
  expect(part("4", "III")).toBe(3);
});

test("what the unit does not show is not found; a § whose inciso is missing still is", () => {
  expect(part("7", null)).toBeNull();
  expect(part(null, "IX")).toBeNull();
  expect(part("4", "IX")).toBe(2);
  expect(part(null, null)).toBeNull();
});

test("a question that only asks for the cited text has no topic", () => {
  const hasTopic = createTopicTest();
  for (const topic of ["", "o que diz o da", "qual o teor da?", "do STJ", "Explique"])
    expect(hasTopic(topic)).toBe(false);
  for (const topic of ["qual a pena do", "o que diz sobre assistência"]) expect(hasTopic(topic)).toBe(true);
});
