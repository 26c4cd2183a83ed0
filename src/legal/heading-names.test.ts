import { expect, test } from "bun:test";
import { capitaliseAbbreviations, formatHeadingName, isShouted, shorten } from "./heading-names.ts";

test.each([
  ["DOS CRIMES CONTRA A VIDA", "Dos Crimes contra a Vida"],
  ["DO PROCESSO CIVIL", "Do Processo Civil"],
  ["A ORDEM ECONÔMICA E FINANCEIRA", "A Ordem Econômica e Financeira"],
  ["TÍTULO XII DA OAB", "Título XII da OAB"],
  ["DA PESSOA JURÍDICA.", "Da Pessoa Jurídica"],
  ["Homicídio simples", "Homicídio simples"],
  ["das fraudes em certames", "Das fraudes em certames"],
  ["Dos Órgãos da  OAB –", "Dos Órgãos da OAB"],
])("%p is shown as %p", (printed, shown) => expect(formatHeadingName(printed)).toBe(shown));

test("a slip into small letters does not hide that a line is set in capitals", () => {
  expect(isShouted("TíTULO VI")).toBe(true);
  expect(isShouted("Título VI")).toBe(false);
  expect(isShouted("5")).toBe(false);
});

test("a long name is cut at a word, and never within a character", () => {
  expect(shorten("Da Ação Direta de Inconstitucionalidade", 20)).toBe("Da Ação Direta de…");
  expect(shorten("curto", 20)).toBe("curto");
  expect(shorten(`${"a".repeat(9)}😀b`, 10)).toBe(`${"a".repeat(9)}…`);
});

test("abbreviations in a file's name get their capitals", () => {
  expect(capitaliseAbbreviations("lei 13709 lgpd")).toBe("Lei 13709 LGPD");
});

test("a first letter whose capital would be two letters stays as printed", () => {
  expect(formatHeadingName("ﬁança")).toBe("ﬁança");
});
