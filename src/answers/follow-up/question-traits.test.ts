import { expect, test } from "bun:test";
import { askForDifferent, questionTraits, traitsKey } from "./question-traits.ts";

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

test.each([
  [
    "qual o prazo de 15 dias do art. 1.003 do CPC?",
    "Que prazo de 15 dias há no artigo 1.003 do Código de Processo Civil",
  ],
  ["qual o prazo da apelação?", "que prazo se tem para apelar"],
  ["quem pode adotar uma criança?", "quem pode adotar crianças?"],
  ["o que é legítima defesa", "o que é a legítima defesa?"],
])("%p and %p have the same traits", (a, b) => {
  expect(traitsKey(a)).toBe(traitsKey(b));
  expect(askForDifferent(a, b)).toBe(false);
});

test.each([
  ["competência do STF", "competência do STJ"],
  ["o incapaz responde?", "o capaz responde?"],
  ["direitos do credor", "direitos do devedor"],
  ["o pai deve ao filho?", "o filho deve ao pai?"],
  ["pena do homicídio", "pena do homicídio qualificado"],
  ["o juiz pode prender?", "o juiz deve prender?"],
  ["quem paga o aluguel?", "quando se paga o aluguel?"],
  ["prazo antes da partilha", "prazo depois da partilha"],
])("%p and %p have not", (a, b) => {
  expect(traitsKey(a)).not.toBe(traitsKey(b));
});

test("a question of the penalty is not one of the deadline, though both are of theft", () => {
  expect(askForDifferent("qual a pena do furto?", "qual o prazo do furto?")).toBe(true);
  expect(askForDifferent("qual a pena do furto?", "e qual é mesmo a pena legal do furto?")).toBe(false);
});
