import { expect, test } from "bun:test";
import { differInOpposites } from "./opposite-words.ts";
import { questionTraits, traitsKey } from "./question-traits.ts";

test("negations, exceptions and numbers are read in the order of the question", () => {
  const { negations, numbers } = questionTraits(
    "Quem não paga em 30 dias, salvo o menor de dezoito anos sem renda, perde 2/3 no inciso IV, alínea a?",
  );
  expect(negations).toEqual(["nao", "salvo", "sem"]);
  expect(numbers).toEqual(["30", "dezoito", "2/3", "iv", "a"]);
});

test.each([
  "não",
  "nem",
  "sem",
  "exceto",
  "salvo",
  "ressalvada",
  "vedado",
  "vedação",
  "proibida",
  "nunca",
  "ninguém",
  "isento",
  "not",
  "unless",
  "without",
  "can't",
])("%p makes another question", (word) => {
  expect(traitsKey(`o servidor ${word} pode votar?`)).not.toBe(traitsKey("o servidor pode votar?"));
});

test("an English no is a negation, a Portuguese one is not", () => {
  expect(questionTraits("is there no deadline?").negations).toEqual(["no"]);
  expect(questionTraits("qual o prazo no CDC?").negations).toEqual([]);
});

test("the same question in other words has the same traits", () => {
  expect(traitsKey("qual o prazo de 15 dias do art. 1.003 do CPC?")).toBe(
    traitsKey("Que prazo de 15 dias há no artigo 1.003 do Código de Processo Civil"),
  );
});

test.each([
  ["o incapaz responde?", "o capaz responde?", true],
  ["ato inválido", "ato válido", true],
  ["norma inconstitucional", "normas constitucionais", true],
  ["direitos do credor", "direitos do devedor", true],
  ["prazo para maiores", "prazo para menores", true],
  ["apelação cível", "a apelação no cível", false],
  ["prazo da apelação", "prazo para apelar", false],
  ["credor e devedor", "devedor e credor", false],
])("%p against %p: opposites %p", (a, b, expected) => {
  expect(differInOpposites(a, b)).toBe(expected);
  expect(differInOpposites(b, a)).toBe(expected);
});
