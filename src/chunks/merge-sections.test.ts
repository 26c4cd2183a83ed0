import { expect, test } from "bun:test";
import type { TextBlock } from "../domain/document-text.ts";
import { findStructure, type Section } from "../legal/structure.ts";
import { mergeSmallSections } from "./merge-sections.ts";
import { countByWord } from "./token-counter.ts";

const countTokens = countByWord(() => 1);
const words = (count: number, word: string): string => Array.from({ length: count }, () => word).join(" ");

function merged(lines: readonly string[]): string[] {
  const blocks: TextBlock[] = lines.map((line) => ({
    text: line.replace(/^#/, ""),
    heading: line.startsWith("#"),
    pages: [],
  }));
  const show = ({ trail, unit, pieces }: Section): string =>
    `${[...trail.map(({ label }) => label), unit?.label ?? "–"].join(" › ")} = ${pieces.map(({ block, start, end }) => blocks[block]?.text.slice(start, end).slice(0, 12).trim()).join(" | ")}`;
  return mergeSmallSections({ sections: findStructure(blocks), blocks, countTokens }).map(show);
}

test("slides of a line or two become one section, their headings part of its text", () => {
  expect(
    merged(["#Alfa", words(10, "um."), "#Beta", words(10, "dois."), "#Gama", words(10, "tres.")]),
  ).toEqual(["– = Alfa | um. um. um. | Beta | dois. dois. | Gama | tres. tres."]);
});

test("what fills a chunk by itself keeps its heading", () => {
  expect(merged(["#Alfa", words(90, "um."), "#Beta", words(90, "dois.")])).toEqual([
    "Alfa › – = um. um. um.",
    "Beta › – = dois. dois.",
  ]);
});

test("a heading that both stand under stays above them", () => {
  expect(merged(["#1 Alfa", "#1.1 Beta", words(10, "um."), "#1.2 Gama", words(10, "dois.")])).toEqual([
    "1 Alfa › – = 1 Alfa | 1.1 Beta | um. um. um. | 1.2 Gama | dois. dois.",
  ]);
});

test("units are never touched", () => {
  expect(
    merged([
      "Preâmbulo, breve.",
      "Art. 1º Um.",
      "Art. 2º Dois.",
      "Brasília, 2 de maio de 2001.",
      "ANEXO I",
      "Tabela, breve.",
    ]),
  ).toEqual([
    "– = Preâmbulo, b",
    "Art. 1º = Art. 1º Um.",
    "Art. 2º = Art. 2º Dois",
    "– = Brasília, 2 | ANEXO I | Tabela, brev",
  ]);
});
