import { expect, test } from "bun:test";
import fc from "fast-check";
import { createAnalyzer, foldText } from "./analyze.ts";

const analyze = createAnalyzer();

test("a question without accents gives the terms of the accented one", () => {
  const questions = [
    "Qual é o prazo da apelação contra sentenças cíveis?",
    "responsabilidade civil objetiva das concessionárias de serviços públicos",
    "prisões em flagrante, ausência, vigências, bens imóveis, usucapião, mãe, cães, instância",
    "é admissível a prorrogação, são exigíveis os créditos?",
  ];
  for (const question of questions) expect(analyze(foldText(question))).toEqual(analyze(question));
});

test("singular and plural, noun and verb meet in one stem", () => {
  expect(new Set(analyze("apelação apelações apelar apelou")).size).toBe(1);
  expect(new Set(analyze("licitação licitações licitar")).size).toBe(1);
  expect(new Set(analyze("responsável responsáveis")).size).toBe(1);
});

test("function words and the words that a question is made of are dropped", () => {
  expect(analyze("Quais são os que não se podem? De quem é? Como e onde?")).toEqual([]);
});

test("a law's number is a term with and without its dots and its year", () => {
  expect(analyze("Lei nº 13.709/2018")).toEqual(["lei", "13709", "2018", "13709/2018"]);
  expect(analyze("lei 13709")).toEqual(["lei", "13709"]);
  expect(analyze("Lei 8.112/90")).toEqual(["lei", "8112", "1990", "8112/1990"]);
  expect(analyze("LC 116/03")).toContain("116/2003");
});

test("an article's number is a term of its own, however its head is written", () => {
  for (const head of ["Art. 5º", "art. 5o", "artigo 5", "Art. 5°", "arts. 5"]) {
    expect(analyze(head)).toEqual(["5", "art5"]);
  }
  expect(analyze("Art. 58-A")).toEqual(["58-a", "art58-a"]);
  expect(analyze("art. 103-b")).toEqual(["103-b", "art103-b"]);
  expect(analyze("arts. 5º e 6º")).toEqual(["5", "art5", "6", "art6"]);
  expect(analyze("art. 1.003")).toEqual(["1003", "art1003"]);
  expect(analyze("Súmula Vinculante nº 11")).toContain("sumula11");
});

test("the number of a paragraph is not that of an article", () => {
  expect(analyze("art. 5º, § 3º")).toEqual(["5", "art5", "3"]);
});

test("Roman numerals are kept whole", () => {
  expect(analyze("inciso LXXIV")).toContain("lxxiv");
  expect(analyze("incisos XII, XVI e XXXVIII").slice(1)).toEqual(["xii", "xvi", "xxxviii"]);
});

test("any text is analysed, to folded terms, the same way each time", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      const terms = analyze(text);
      expect(terms).toEqual(createAnalyzer()(text));
      for (const term of terms) {
        expect(term).not.toBe("");
        expect(term).toBe(foldText(term));
      }
    }),
    { numRuns: 300 },
  );
});
