import { expect, test } from "bun:test";
import { asksForOtherThanLaw } from "./strength-kinds.ts";

test.each([
  "quem é o prefeito atualmente?",
  "Quanto custa um divórcio?",
  "qual o telefone do fórum",
  "me dá um modelo de recurso",
  "você acha justo?",
  "como é o divórcio no direito português?",
  "herança na França",
  "o que diz a Portaria nº 671?",
  "tema 1046 de repercussão geral",
])("%s asks for something other than law", (question) => {
  expect(asksForOtherThanLaw(question)).toBe(true);
});

test.each([
  "qual o prazo da apelação?",
  "quanto tempo dura o mandato do senador?",
  "o valor da causa pode ser corrigido pelo juiz?",
  "o português residente pode votar?",
  "a quem compete presidir o Supremo?",
  "multa por atraso no pagamento do salário",
])("%s asks for law", (question) => {
  expect(asksForOtherThanLaw(question)).toBe(false);
});
