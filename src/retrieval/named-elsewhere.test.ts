import { expect, test } from "bun:test";
import type { QueryTerm } from "../lexical/lexical-index.ts";
import { isNamedElsewhere, namesIn } from "./named-elsewhere.ts";

test.each([
  ["qual a carência do auxílio no INSS?", ["INSS"]],
  ["Regras do plano diretor de Curitiba", ["Curitiba"]],
  ["como é o divórcio no direito português?", []],
  ["Fui demitido. Quanto tempo tenho?", []],
  ["o português residente vota?", []],
  ["QUAL O PRAZO DA APELAÇÃO", []],
  ["Qual o prazo da apelação?", []],
])("%s asks by the names %p", (question, names) => {
  expect(namesIn(question)).toEqual(names);
});

test("in a story people have names, which are not what is asked for", () => {
  expect(namesIn(`Ontem a advogada Taís e seu cliente ${"foram ao fórum e ".repeat(8)}voltaram.`)).toEqual(
    [],
  );
});

const IDF = new Map([
  ["inss", 8],
  ["tribunal", 2],
]);
const lexical = {
  parse: (text: string): QueryTerm[] =>
    text
      .toLowerCase()
      .split(" ")
      .map((term) => ({ term, count: 1, idf: IDF.get(term) ?? 10, first: 0, found: 1 })),
  /** Unit 1 holds `inss`, no unit anything else. */
  holds: (terms: readonly QueryTerm[], unit: number) =>
    terms.map(({ term }) => term === "inss" && unit === 1),
};
const ask = (question: string, values: { units?: number[]; namesMissingNorm?: boolean } = {}) =>
  isNamedElsewhere({ question, namesMissingNorm: false, lexical, rarest: 10, units: [0], ...values });

test("a distinctive name that none of the best passages holds is elsewhere", () => {
  expect(ask("qual a carência no INSS?")).toBe(true);
  expect(ask("qual a carência no INSS?", { units: [0, 1] })).toBe(false);
  expect(ask("quem preside o Tribunal?")).toBe(false);
});

test("so is a norm that the index does not hold, unless a story mentions it by the way", () => {
  expect(ask("o que muda na lei?", { namesMissingNorm: true })).toBe(true);
  expect(ask("uma longa história ".repeat(20), { namesMissingNorm: true })).toBe(false);
});
