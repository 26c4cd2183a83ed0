import { describe, expect, test } from "bun:test";
import { enterHeading, type Heading, parseHeadings, stripNotes } from "./headings.ts";

const HEADINGS: [text: string, shown: string][] = [
  ["TÍTULO I", "titulo Título I"],
  ["TíTULO VI", "titulo Título VI"],
  ["CAPÍTULO II-A", "capitulo Capítulo II-A"],
  ["Capítulo Único", "capitulo Capítulo Único"],
  ["TÍTULO ÚNICO", "titulo Título Único"],
  ["capítulo I", "capitulo Capítulo I"],
  ["SEÇÃO III", "secao Seção III"],
  ["SECAO III", "secao Seção III"],
  ["Subseção XI", "subsecao Subseção XI"],
  ["SUBTÍTULO II", "subtitulo Subtítulo II"],
  ["LIVRO PRIMEIRO", "livro Livro I"],
  ["LIVRO COMPLEMENTAR", "livro Livro Complementar"],
  ["PARTE GERAL", "parte Parte Geral"],
  ["PARTE ESPECIAL", "parte Parte Especial"],
  ["PARTE QUARTA", "parte Parte IV"],
  ["ANEXO II", "division Anexo II"],
  ["ANEXO", "division Anexo"],
  [
    "ATO DAS DISPOSIÇÕES CONSTITUCIONAIS TRANSITÓRIAS",
    "division Ato das Disposições Constitucionais Transitórias",
  ],
  ["DISPOSIÇÕES TRANSITÓRIAS", "titulo Disposições Transitórias"],
  ["DAS DISPOSIÇÕES FINAIS E TRANSITÓRIAS", "titulo Das Disposições Finais e Transitórias"],
  ["TÍTULO I DA APLICAÇÃO DA LEI PENAL", "titulo Título I: Da Aplicação da Lei Penal"],
  ["TÍTULO I - DOS CRIMES CONTRA A PESSOA", "titulo Título I: Dos Crimes contra a Pessoa"],
  ["CAPÍTULO U Disposições Gerais", "capitulo Capítulo Único: Disposições Gerais"],
  ["Seção IV – Do Término do Tratamento de Dados", "secao Seção IV: Do Término do Tratamento de Dados"],
  ["CAPÍTULO V das fraudes em certames", "capitulo Capítulo V: Das fraudes em certames"],
  ["Seção II-A (Incluída pela Lei nº 13.964, de 2019)", "secao Seção II-A"],
  ["CAPÍTULO II DO PROCESSO CIVIL NO TÍTULO XX", "capitulo Capítulo II: Do Processo Civil no Título XX"],
  [
    "LIVRO I DAS PESSOAS TÍTULO I DAS PESSOAS NATURAIS",
    "livro Livro I: Das Pessoas | titulo Título I: Das Pessoas Naturais",
  ],
];

function show({ level, label, name }: Heading): string {
  return `${level} ${label}${name === null ? "" : `: ${name}`}`;
}

describe("parseHeadings", () => {
  test.each(HEADINGS)("reads %p", (text, shown) => {
    expect(parseHeadings(text).map(show).join(" | ")).toBe(shown);
  });

  test.each([
    "Título II desta Lei aplica-se aos servidores.",
    "Capítulo V aplica-se, no que couber,",
    "Seção sobre a assembléia.",
    "título executivo.",
    "título I da Lei nº 1.000",
    "Livro III da Parte Especial passa a vigorar com a seguinte redação:",
    "TÍTULO IIII",
    "PARTE DISPOSITIVA",
    "“CAPÍTULO II-B",
    "Disposições Gerais",
    "Anexo I desta Lei, observado o disposto no art. 5º",
    "Título de crédito",
  ])("leaves %p alone", (text) => expect(parseHeadings(text)).toEqual([]));
});

test("notes of amendment are no part of a name", () => {
  expect(stripNotes("Feminicídio (Incluído pela Lei nº 13.104, de 2015)")).toBe("Feminicídio");
  expect(stripNotes("Da Anistia (Vide Lei nº 1 (revogada)) Vigência")).toBe("Da Anistia");
  expect(stripNotes("Penas (e medidas) de segurança")).toBe("Penas (e medidas) de segurança");
});

describe("the trail of headings", () => {
  const walk = (lines: string[]): string =>
    lines
      .reduce<Heading[]>(
        (trail, line) =>
          enterHeading(trail, parseHeadings(line)[0] ?? { level: "unnumbered", label: line, name: null }),
        [],
      )
      .map(({ label }) => label)
      .join(" › ");

  test.each([
    [["TÍTULO I", "CAPÍTULO I", "CAPÍTULO II"], "Título I › Capítulo II"],
    [["TÍTULO I", "CAPÍTULO I", "SEÇÃO I", "TÍTULO II"], "Título II"],
    [["PARTE GERAL", "LIVRO I", "TÍTULO I", "PARTE ESPECIAL"], "Parte Especial"],
    [["TÍTULO I", "CAPÍTULO I", "Da Fiança", "Do Aval"], "Título I › Capítulo I › Do Aval"],
    [["CAPÍTULO I", "SEÇÃO I", "Subseção II", "Da Avaliação"], "Capítulo I › Seção I › Da Avaliação"],
    [
      ["CAPÍTULO I", "Disposições Setoriais", "Subseção II"],
      "Capítulo I › Disposições Setoriais › Subseção II",
    ],
    [["CAPÍTULO I", "SEÇÃO I", "Da Fiança", "Subseção II"], "Capítulo I › Seção I › Subseção II"],
    [["TÍTULO IX", "ANEXO I", "CAPÍTULO I"], "Anexo I › Capítulo I"],
    [["1 Introdução", "1.1 Alvo", "1.2 Método"], "1 Introdução › 1.2 Método"],
    [["1 Introdução", "1.1 Alvo", "2 Método"], "2 Método"],
  ])("%p leads to %p", (lines, expected) => expect(walk(lines)).toBe(expected));
});
