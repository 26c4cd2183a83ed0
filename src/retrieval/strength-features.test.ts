import { afterAll, expect, test } from "bun:test";
import { createAnalyzer } from "../lexical/analyze.ts";
import { resolveReferences } from "./resolve-references.ts";
import { createRetriever } from "./retrieve.ts";
import { type StrengthFeatures, strengthFeatures } from "./strength-features.ts";
import { openSampleIndex } from "./testing/sample-index.ts";

const index = openSampleIndex([
  {
    title: "Código Civil",
    norm: { kind: "lei", number: "10406", year: 2002 },
    units: [
      {
        unit: "art565",
        texts: ["Na locação de coisas, uma das partes cede o uso da coisa.", "O prazo é o ajustado."],
      },
      { unit: "art579", texts: ["O comodato é o empréstimo gratuito de coisas não fungíveis."] },
    ],
  },
]);
afterAll(() => index.close());
const retriever = createRetriever(index);
const analyze = createAnalyzer();

async function featuresOf(
  question: string,
  values: { bestDense?: number | null; background?: number[] } = {},
) {
  const { passages, lexical } = index;
  const { passages: found } = await retriever.retrieve(question, { k: 5 });
  const scope = resolveReferences(question, passages);
  return strengthFeatures({
    question,
    scope,
    wordings: [lexical.parse(question)],
    found,
    bestDense: 0.9,
    lead: 0.1,
    background: [0.8, 0.82, 0.84],
    lexical,
    documents: passages.documents,
    analyze,
    ...values,
  });
}

const signsOf = ({ isSubjectMissing, isNamedElsewhere, isOtherThanLaw }: StrengthFeatures) => ({
  isSubjectMissing,
  isNamedElsewhere,
  isOtherThanLaw,
});

test("words that stand together in one passage cover a question, words of two passages do not", async () => {
  expect((await featuresOf("comodato empréstimo gratuito")).coverage).toBe(1);
  const apart = await featuresOf("comodato com prazo ajustado");
  expect(apart.coverage).toBeLessThan(1);
  expect(apart.known).toBe(1);
});

test("words that stand elsewhere in the unit are matched, but not what a reader is shown", async () => {
  const { coverage, matched } = await featuresOf("locação de coisas por prazo ajustado");
  expect(coverage).toBeLessThan(1);
  expect(matched).toBeGreaterThan((await featuresOf("locação de coisas")).matched);
});

test("a word that the index does not hold is neither known nor covered", async () => {
  const { known, coverage } = await featuresOf("comodato interplanetário");
  expect(known).toBeLessThan(1);
  expect(coverage).toBe(known);
});

test("the best inner product is told, and how far it lies above the background", async () => {
  const { best, lift } = await featuresOf("comodato");
  expect(best).toBe(0.9);
  expect(lift).toBeCloseTo(0.08 / Math.sqrt((0.02 ** 2 * 2) / 3), 10);
  expect(await featuresOf("comodato", { bestDense: null })).toMatchObject({ best: 0, lift: 0 });
});

test.each([
  ["o inquilino pode ser despejado?", { isSubjectMissing: true }],
  ["o que diz o código civil sobre inquilinos?", {}],
  ["o que é comodato?", {}],
  ["o INSS paga o comodato?", { isSubjectMissing: true, isNamedElsewhere: true }],
  ["quanto custa um comodato?", { isOtherThanLaw: true }],
  [`${"uma longa história de comodato ".repeat(8)} com o inquilino e quanto custa`, {}],
])("%s shows %p", async (question, signs) => {
  const none = { isSubjectMissing: false, isNamedElsewhere: false, isOtherThanLaw: false };
  expect(signsOf(await featuresOf(question))).toEqual({ ...none, ...signs });
});
