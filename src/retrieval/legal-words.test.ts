import { expect, test } from "bun:test";
import { inLegalWords } from "./legal-words.ts";

test("everyday words give way to the law's, whatever the letters and accents", () => {
  expect(inLegalWords("O PATRÃO pode multar?")).toBe("o empregador pode multar?");
  expect(inLegalWords("o patrao pode multar?")).toBe("o empregador pode multar?");
});

test("each everyday word of a question is replaced, by whole words alone", () => {
  expect(inLegalWords("comprei carro na loja")).toBe("comprei veículo na fornecedor");
  expect(inLegalWords("a carroça do lojista")).toBeNull();
});

test("a question in the law's words, and a story, are left as they are", () => {
  expect(inLegalWords("qual o prazo da apelação?")).toBeNull();
  expect(inLegalWords(`${"o patrão falou ".repeat(12)} e agora?`)).toBeNull();
});
