import { describe, expect, test } from "bun:test";
import type { Norm } from "../domain/meta.ts";
import { identifyDocument } from "./identity.ts";

function identify(lines: readonly string[], path = "docs/lei-13709-lgpd.docx") {
  const blocks = lines.map((line) => ({
    text: line.replace(/^#/, ""),
    heading: line.startsWith("#"),
    pages: [],
  }));
  return identifyDocument(blocks, path);
}
const norm = (kind: Norm["kind"], number: string | null, year: number | null): Norm => ({
  kind,
  number,
  year,
});

describe("identifyDocument", () => {
  test("takes the title that a document prints, and the norm named in it", () => {
    expect(identify(["Código Civil (Lei 10.406/2002)", "PARTE GERAL", "Art. 1º Um."])).toEqual({
      title: "Código Civil (Lei 10.406/2002)",
      norm: norm("lei", "10406", 2002),
      titleBlock: 0,
    });
  });

  test("takes the epigraph below a letterhead, with the name in use", () => {
    const front = ["Presidência da República", "Casa Civil", "Subchefia para Assuntos Jurídicos"];
    expect(identify([...front, "LEI Nº 13.709, DE 14 DE AGOSTO DE 2018", "Art. 1º Um."])).toEqual({
      title: "Lei nº 13.709/2018 (LGPD)",
      norm: norm("lei", "13709", 2018),
      titleBlock: null,
    });
    expect(identify(["LEI Nº 10.406, DE 10 DE JANEIRO DE 2002"]).title).toBe(
      "Lei nº 10.406/2002 (Código Civil)",
    );
    expect(identify(["Lei nº 8.429, de 2 de junho de 1992", "Art. 1º Um."]).title).toBe(
      "Lei nº 8.429/1992 (LIA)",
    );
    expect(identify(["LEI Nº 15.348, DE 13 DE FEVEREIRO DE 2026"]).title).toBe("Lei nº 15.348/2026");
  });

  test("knows a code by its name alone, and the Constitution", () => {
    expect(identify(["Código Penal", "Art. 1º Um."]).norm).toEqual(norm("decreto-lei", "2848", 1940));
    expect(identify(["CONSTITUIÇÃO DA REPÚBLICA FEDERATIVA DO BRASIL DE 1988"])).toMatchObject({
      title: "Constituição da República Federativa do Brasil de 1988",
      norm: norm("constituicao", null, 1988),
    });
  });

  test("knows a collection of súmulas", () => {
    expect(identify(["Súmulas do STJ", "Súmula 1 - STJ", "Texto."])).toMatchObject({
      title: "Súmulas do STJ",
      norm: norm("sumulas", null, null),
    });
  });

  test("takes the name of the file where the text begins at once", () => {
    const text = "Este é um parágrafo comum, que termina como as frases terminam.";
    expect(identify([text])).toEqual({
      title: "Lei 13709 LGPD",
      norm: norm("lei", "13709", null),
      titleBlock: null,
    });
    expect(identify(["Art. 1º Um.", "Art. 2º Dois."], "a/apostila_de_direito.pdf").title).toBe(
      "Apostila de direito",
    );
    expect(identify(["CAPÍTULO I", "Art. 1º Um."], "a/.pdf").title).toBe(".pdf");
  });

  test("takes a title set as a heading in a document that is no norm", () => {
    expect(identify(["#Manual do Estudante", "Texto corrido, com ponto."])).toEqual({
      title: "Manual do Estudante",
      norm: null,
      titleBlock: 0,
    });
  });
});
