import { describe, expect, test } from "bun:test";
import {
  isClosingFormula,
  isEpigraph,
  isGeneralTitle,
  isNote,
  isTitleLine,
  opensDivision,
} from "./title-lines.ts";

describe("isTitleLine", () => {
  test.each([
    "Homicídio simples",
    "DISPOSIÇÕES GERAIS",
    "Da Fiança",
    'Emissão de "warrant"',
    "Parto suposto. Supressão",
  ])("takes %p for one", (text) => expect(isTitleLine(text)).toBe(true));

  test.each([
    "Pena - reclusão, de um a três anos",
    "Medida administrativa - retenção do veículo",
    "§ 1º Se houver",
    "I - um",
    "IV (Revogado pela Lei)",
    "termina com ponto.",
    "Termina com ponto.",
    "Enumera:",
    "(Vide Lei nº 3)",
    "SUB-----",
    "................ (NR)",
    "Texto longo ".repeat(20),
    "R$",
  ])("does not take %p for one", (text) => expect(isTitleLine(text)).toBe(false));
});

test("a title that speaks for several articles is told from a rubric", () => {
  expect(["DOS BENS", "Da Fiança", "Disposições Gerais"].map(isGeneralTitle)).toEqual([true, true, true]);
  expect(["Homicídio simples", "Dano", "De quem deve pagar"].map(isGeneralTitle)).toEqual([
    false,
    false,
    false,
  ]);
});

test("notes are told from text", () => {
  expect(["(Incluído pela Lei nº 1 (DOU de 2)).", "(Vide Lei) Vigência", "Vigência"].map(isNote)).toEqual([
    true,
    true,
    true,
  ]);
  expect(["(Vide Lei) e mais", "Vigência da lei"].map(isNote)).toEqual([false, false]);
});

test("the beginning of another act or an annex is seen", () => {
  expect(
    ["ANEXO I", "REGULAMENTO DO IMPOSTO", "DECRETO Nº 9.580, DE 22 DE NOVEMBRO DE 2018"].map(opensDivision),
  ).toEqual([true, true, true]);
  expect(["Anexo a esta lei", "ACORDOS", "Lei nº 5, que dispõe"].map(opensDivision)).toEqual([
    false,
    false,
    false,
  ]);
  expect(["LEI Nº 13.709, DE 14 DE AGOSTO DE 2018", "LEI COMPLEMENTAR Nº 140"].map(isEpigraph)).toEqual([
    true,
    true,
  ]);
  expect(isEpigraph("LEI MARIA DA PENHA")).toBe(false);
});

test("the closing formula is seen", () => {
  const formulas = [
    "Brasília, 14 de agosto de 2018; 197º da Independência e 130º da República.",
    "Rio de Janeiro, em 7 de dezembro de 1940",
    "São Paulo (SP), 1º de março de 2001.",
    "Sala das Sessões, 3 de maio de 2011",
    "Este texto não substitui o publicado no DOU de 15.8.2018",
  ];
  expect(formulas.map(isClosingFormula)).toEqual([true, true, true, true, true]);
  expect(
    ["Em 14 de agosto de 2018 entra", "A Lei de 14 de agosto de 2018 revoga"].map(isClosingFormula),
  ).toEqual([false, false]);
});
