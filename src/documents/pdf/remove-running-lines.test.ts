import { describe, expect, test } from "bun:test";
import type { Segment } from "./build-segments.ts";
import { removeRunningLines } from "./remove-running-lines.ts";

const HEIGHT = 842;

/** A page of lines given from its top to its foot as [baseline, text]. */
function page(number: number, lines: readonly (readonly [number, string])[]) {
  const segments = lines.map(
    ([baseline, text]): Segment => ({
      page: number,
      text,
      left: 70,
      right: 500,
      baseline,
      size: 10,
      bold: false,
      boldStart: false,
      cells: 1,
    }),
  );
  return { number, height: HEIGHT, segments };
}

const keptOn = (pages: Parameters<typeof removeRunningLines>[0]) =>
  removeRunningLines(pages).map((segments) => segments.map(({ text }) => text));

describe("removeRunningLines", () => {
  test("removes headers, and footers that count the pages", () => {
    const pages = [1, 2, 3, 4].map((number) =>
      page(number, [
        [800, "Código Civil"],
        [760, `Corpo ${"abcd"[number - 1]} da página.`],
        [40, `Página ${number} de 4`],
      ]),
    );
    expect(keptOn(pages)).toEqual([
      ["Corpo a da página."],
      ["Corpo b da página."],
      ["Corpo c da página."],
      ["Corpo d da página."],
    ]);
  });

  test("removes headers of several lines, and those of odd and even pages", () => {
    const pages = [1, 2, 3, 4, 5, 6].map((number) =>
      page(number, [
        [810, "PODER JUDICIÁRIO"],
        [798, number % 2 === 0 ? "Tribunal de Justiça" : "Diário da Justiça"],
        [700, `Texto ${"abcdef"[number - 1]}`],
      ]),
    );
    expect(keptOn(pages).map((texts) => texts.length)).toEqual([1, 1, 1, 1, 1, 1]);
  });

  test("keeps text of the body that happens to stand at the same place", () => {
    const pages = [1, 2, 3].map((number) =>
      page(number, [
        [760, `Título ${"abc"[number - 1]} sem repetição`],
        [745, "Parágrafo único. (VETADO)"],
        [700, `texto ${"abc"[number - 1]}`],
      ]),
    );
    expect(keptOn(pages).map((texts) => texts.length)).toEqual([3, 3, 3]);
  });

  test("keeps articles at the head of pages, whose figures do not count with the pages", () => {
    const pages = [3, 17, 21].map((article, index) =>
      page(index + 1, [
        [760, `Art. ${article}. (VETADO)`],
        [700, `texto ${"abc"[index]}`],
      ]),
    );
    expect(keptOn(pages).map((texts) => texts.length)).toEqual([2, 2, 2]);
  });

  test("removes the page number of a document of one page, and no other figure", () => {
    expect(
      keptOn([
        page(1, [
          [700, "Texto."],
          [30, "Página 1"],
        ]),
      ]),
    ).toEqual([["Texto."]]);
    expect(
      keptOn([
        page(1, [
          [700, "Texto."],
          [30, "- 1 -"],
        ]),
      ]),
    ).toEqual([["Texto."]]);
    expect(
      keptOn([
        page(1, [
          [700, "Texto."],
          [30, "1988"],
        ]),
      ]),
    ).toEqual([["Texto.", "1988"]]);
    expect(
      keptOn([
        page(1, [
          [700, "Texto"],
          [688, "Página 1"],
        ]),
      ]),
    ).toEqual([["Texto", "Página 1"]]);
  });

  test("removes the header of a document of two pages, but not lines alike in the middle of the page", () => {
    const pages = [1, 2].map((number) =>
      page(number, [
        [800, "Lei de Exemplo"],
        [700, "Via do contribuinte"],
        [680, `${number}`],
      ]),
    );
    expect(keptOn(pages)).toEqual([
      ["Via do contribuinte", "1"],
      ["Via do contribuinte", "2"],
    ]);
  });

  test("leaves a page that holds nothing else as it is", () => {
    expect(keptOn([page(1, [[700, "Página 1"]])])).toEqual([["Página 1"]]);
  });
});
