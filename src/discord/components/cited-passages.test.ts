import { expect, test } from "bun:test";
import {
  answerFrom,
  createFakeQuestionService,
  type FakeDocument,
} from "../testing/fake-question-service.ts";
import { citedPassages } from "./cited-passages.ts";

const DOCUMENT: FakeDocument = {
  path: "docs/lei.pdf",
  title: "Lei",
  units: [
    { unit: "art1", path: "Título I › Art. 1º", text: "Art. 1º Primeiro, inteiro.", page: 1 },
    { unit: null, path: "Preâmbulo", text: "Nós, representantes do povo.", page: 1 },
    { unit: "art1", path: "Disposições transitórias › Art. 1º", text: "Art. 1º Transitório.", page: 9 },
  ],
};

function cite(documents: readonly FakeDocument[]) {
  const answered = createFakeQuestionService({ documents: [DOCUMENT] });
  const { revision, links } = answered;
  const asked = { passages: revision.passages, links, question: "?", language: "pt-BR" as const, count: 3 };
  return citedPassages(answerFrom(asked), createFakeQuestionService({ documents }).revision.passages).map(
    ({ excerpt, isInIndex }) => [excerpt, isInIndex],
  );
}

test("passages are those of the place that is cited, with or without an article's name", () => {
  expect(cite([DOCUMENT])).toEqual([
    ["Art. 1º Primeiro, inteiro.", true],
    ["Nós, representantes do povo.", true],
    ["Art. 1º Transitório.", true],
  ]);
});

test("what an index has no more is shown as the answer quotes it", () => {
  const [first] = DOCUMENT.units;
  expect(cite([{ ...DOCUMENT, units: first ? [{ ...first, text: "Art. 1º Novo." }] : [] }])).toEqual([
    ["Art. 1º Novo.", true],
    ["Nós, representantes do povo.", false],
    ["Art. 1º Novo.", true],
  ]);
  expect(cite([]).map(([, isInIndex]) => isInIndex)).toEqual([false, false, false]);
});
