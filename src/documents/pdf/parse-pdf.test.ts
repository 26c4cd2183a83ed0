import { describe, expect, test } from "bun:test";
import { makePdf, type PdfPageContent, type PdfText } from "../fixtures/make-pdf.ts";
import { parsePdf } from "./parse-pdf.ts";

const SIZE = 10;
const LEADING = 12;
/** Helvetica's letters are about half as wide as high: a line of so many characters fills a column of 400 points. */
const FULL_LINE = "palavras que enchem toda a linha até a sua margem direita, sem sobrar nem um espaço";

/** Lines under each other from a place on. */
function setLines(
  lines: readonly string[],
  at: { x?: number; y?: number; size?: number; bold?: boolean } = {},
): PdfText[] {
  const { x = 70, y = 760, size = SIZE, bold = false } = at;
  return lines.map((text, index) => ({ text, x, y: y - index * LEADING, size, bold }));
}

const blocksOf = async (...pages: PdfPageContent[]) => (await parsePdf(makePdf(pages))).blocks;
const textsOf = async (...pages: PdfPageContent[]) =>
  (await blocksOf(...pages)).map(({ text, heading }) => (heading ? `# ${text}` : text));

describe("parsePdf", () => {
  test("joins lines to paragraphs by their indents and distances, and finds headings", async () => {
    const texts = [
      { text: "CAPÍTULO I", x: 250, y: 780, size: SIZE, bold: true },
      { text: `Art. 1º ${FULL_LINE.slice(16)}`, x: 98, y: 750 },
      { text: FULL_LINE, x: 70, y: 738 },
      { text: "e termina aqui.", x: 70, y: 726 },
      { text: "I - um inciso;", x: 98, y: 710 },
      { text: "II - outro inciso.", x: 98, y: 694 },
    ];
    expect(await textsOf({ texts })).toEqual([
      "# CAPÍTULO I",
      `Art. 1º ${FULL_LINE.slice(16)} ${FULL_LINE} e termina aqui.`,
      "I - um inciso;",
      "II - outro inciso.",
    ]);
  });

  test("joins a paragraph over a page break, and says where each page begins", async () => {
    const header = { text: "Lei de Exemplo", x: 420, y: 810, size: 8 };
    const footer = (page: number) => ({ text: `Página ${page}`, x: 270, y: 30, size: 8 });
    const first = setLines([FULL_LINE, FULL_LINE, `${FULL_LINE.slice(0, -14)} na consti-`], { y: 100 });
    const second = setLines(["tuição da República.", FULL_LINE, "conforme a constituição."]);
    const blocks = await blocksOf(
      { texts: [header, ...first, footer(1)] },
      { texts: [header, ...second, footer(2)] },
      { texts: [header, ...setLines(["Outra página."]), footer(3)] },
    );
    const start = `${FULL_LINE} ${FULL_LINE} ${FULL_LINE.slice(0, -14)} na consti`;
    expect(blocks[0]).toEqual({
      text: `${start}tuição da República.`,
      heading: false,
      pages: [
        { offset: 0, page: 1 },
        { offset: start.length, page: 2 },
      ],
    });
    expect(blocks.at(-1)).toEqual({ text: "Outra página.", heading: false, pages: [{ offset: 0, page: 3 }] });
    expect(blocks.some(({ text }) => /Exemplo|Página/.test(text))).toBe(false);
  });

  test("reads two columns one after the other, even where the file draws them line by line", async () => {
    const left = Array.from({ length: 10 }, (_, index) => `esquerda linha ${index} do texto corrido`);
    const right = Array.from({ length: 10 }, (_, index) => `direita linha ${index} do texto corrido`);
    const title = {
      text: "Um título que vai por cima das duas colunas da página toda",
      x: 70,
      y: 790,
      size: 14,
      bold: true,
    };
    const rows = left.flatMap((text, index) => [
      { text, x: 70, y: 760 - index * LEADING },
      { text: right[index] ?? "", x: 310, y: 760 - index * LEADING },
    ]);
    expect(await textsOf({ texts: [title, ...rows] })).toEqual([
      `# ${title.text}`,
      [...left, ...right].join(" "),
    ]);
  });

  test("reads a table row by row", async () => {
    const cells = ["Faixa", "Alíquota", "até dez", "5%", "até vinte", "8%"];
    const texts = cells.map((text, index) => ({
      text,
      x: 70 + 200 * (index % 2),
      y: 700 - 14 * Math.floor(index / 2),
    }));
    expect(await textsOf({ texts })).toEqual(["Faixa Alíquota", "até dez 5%", "até vinte 8%"]);
  });

  test("reads text that is turned, and pages that are", async () => {
    const turned = setLines(["Texto na horizontal da página."]);
    expect(await textsOf({ texts: [...turned, { text: "na margem", x: 30, y: 300, angle: 90 }] })).toEqual([
      "Texto na horizontal da página.",
      "na margem",
    ]);
    const sideways = [0, 1].map((index) => ({
      text: `linha ${index}`,
      x: 100 + LEADING * index,
      y: 100,
      angle: 90,
    }));
    expect(await textsOf({ texts: sideways, rotate: 90 })).toEqual(["linha 0 linha 1"]);
  });

  test("leaves out text that is drawn twice or beside the page", async () => {
    const texts = [
      { text: "Sombra", x: 70, y: 700 },
      { text: "Sombra", x: 70.5, y: 700.5 },
      { text: "fora", x: 700, y: 700 },
    ];
    expect(await textsOf({ texts })).toEqual(["Sombra"]);
  });

  test("reads filled form fields", async () => {
    const texts = [...setLines(["Requerimento de inscrição"]), { text: "Nome:", x: 60, y: 46 }];
    expect((await textsOf({ texts, field: "Maria da Silva" })).at(-1)).toBe("Nome: Maria da Silva");
  });

  test("refuses scans, and blank files, each by its name", async () => {
    const refusal = (pages: PdfPageContent[]) =>
      parsePdf(makePdf(pages)).catch((error) => `${error.code}: ${error.message}`);
    expect(await refusal([{ picture: true }, { picture: true }, {}])).toBe(
      "DOCUMENT_NEEDS_OCR: scanned: 2 pages hold pictures and no text",
    );
    expect(await refusal([{}])).toBe("DOCUMENT_EMPTY: the file holds no text: its one page is blank");
  });

  test("lists the pages of pictures among pages of text, and no blank ones", async () => {
    const text = setLines([FULL_LINE, FULL_LINE]);
    const document = await parsePdf(
      makePdf([{ texts: text }, { picture: true }, {}, { texts: text, picture: true }]),
    );
    expect({ pageCount: document.pageCount, pagesWithoutText: document.pagesWithoutText }).toEqual({
      pageCount: 4,
      pagesWithoutText: [2],
    });
  });

  test("takes a scan with a stamp on it for a scan", async () => {
    const stamp = (page: number) => setLines([`Num. 4711 - Pág. ${page}`], { y: 20 });
    const scans = [1, 2].map((page) => ({ texts: stamp(page), picture: true }));
    expect(parsePdf(makePdf(scans))).rejects.toMatchObject({ code: "DOCUMENT_NEEDS_OCR" });
    const document = await parsePdf(makePdf([{ texts: setLines([FULL_LINE, FULL_LINE]) }, ...scans]));
    expect(document.pagesWithoutText).toEqual([2, 3]);
  });

  test("joins a paragraph over a page break past the footnotes", async () => {
    const first = setLines([FULL_LINE, FULL_LINE], { y: 200 });
    const note = setLines(["1 Nota de rodapé."], { y: 60, size: 7 });
    const second = setLines(["e continua na página seguinte.", FULL_LINE]);
    expect((await textsOf({ texts: [...first, ...note] }, { texts: second })).slice(0, 2)).toEqual([
      `${FULL_LINE} ${FULL_LINE} e continua na página seguinte.`,
      "1 Nota de rodapé.",
    ]);
  });

  test("refuses what is no PDF behind its first line", () => {
    expect(parsePdf(Buffer.from("%PDF-1.7\nnothing"))).rejects.toMatchObject({ code: "DOCUMENT_DAMAGED" });
  });
});
