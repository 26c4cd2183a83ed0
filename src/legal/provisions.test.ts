import { expect, test } from "bun:test";
import { innerProvisionOffsets, provisionAt } from "./provisions.ts";

test.each([
  ["§ 1º Se houver", "paragraph"],
  ["§ 10. Se houver", "paragraph"],
  ["Parágrafo único. Todo", "paragraph"],
  ["Parágrafo único: Todo", "paragraph"],
  ["I - a soberania;", "inciso"],
  ["XIV – pessoa", "inciso"],
  ["II-A - pessoa", "inciso"],
  ["a) um;", "alinea"],
  ["b ) dois;", "alinea"],
  ["aa) vinte e sete;", "alinea"],
  ["(A) uma opção", "alinea"],
  ["1. um;", "item"],
  ["2) dois;", "item"],
  ["“§ 2º Novo", "paragraph"],
] as const)("%p begins a provision of kind %p", (text, kind) => expect(provisionAt(text)).toBe(kind));

test.each(["Pena - reclusão", "Todo poder", "I", "Civil - Penal", "1988 foi o ano", "a lei"])(
  "%p begins none",
  (text) => expect(provisionAt(text)).toBeNull(),
);

test("provisions within a paragraph are found at their marks", () => {
  const text =
    "Art. 1º São: I - a soberania (art. 2, I - e II); II - o fim, e III - o meio: a) um; b) dois. § 1º Se, nos termos do § 2º, houver. Parágrafo único. Fim.";
  const starts = innerProvisionOffsets(text).map((offset) => text.slice(offset, offset + 6));
  expect(starts).toEqual(["I - a ", "II - o", "III - ", "a) um;", "b) doi", "§ 1º S", "Parágr"]);
});
