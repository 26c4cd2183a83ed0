import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePdf } from "../fixtures/make-pdf.ts";
import { makeScan } from "../fixtures/make-scan.ts";
import { type GrayImage, turnImage } from "../ocr/gray-image.ts";
import { composePage } from "./compose-page.ts";
import { findPageImages } from "./find-page-images.ts";
import { withPdf } from "./open-pdf.ts";
import { parsePdf } from "./parse-pdf.ts";

setDefaultTimeout(60_000);

const dir = mkdtempSync(join(tmpdir(), "vademecum-scan-"));
afterAll(() => rmSync(dir, { recursive: true }));

const scan = await Bun.file(join(import.meta.dir, "../fixtures/scan.pdf")).bytes();
const LAW = [
  "LEI Nº 70.002, DE 2 DE MARÇO DE 2002",
  "Art. 1º A biblioteca pública empresta livros por quinze dias a quem nela se inscreve, sem cobrança de taxa nem exigência de caução pela municipalidade.",
  "§ 1º O prazo é renovado uma vez, a pedido do leitor.",
  "§ 2º Quem perde um livro repõe outro igual.",
  "Art. 2º Esta lei entra em vigor na data de sua publicação.",
];

describe("a scanned page", () => {
  test("is read, and says so; a second time it comes from what was kept", async () => {
    const cacheDir = join(dir, "kept");
    const progress: string[] = [];
    const onPage = (done: number, total: number) => void progress.push(`${done} of ${total}`);
    const document = await parsePdf(scan, { cacheDir, onPage });
    expect(document.blocks.map((block) => block.text)).toEqual(LAW);
    expect(document.blocks.every((block) => block.pages[0]?.page === 1)).toBe(true);
    expect({ pages: document.recognisedPages, without: document.pagesWithoutText }).toEqual({
      pages: [{ page: 1, confidence: expect.any(Number) }],
      without: [],
    });
    expect(document.recognisedPages?.[0]?.confidence).toBeGreaterThan(85);
    expect(progress).toEqual(["0 of 1", "1 of 1"]);
    const kept = join(cacheDir, readdirSync(cacheDir)[0] ?? "");
    await Bun.write(kept, (await Bun.file(kept).text()).replace("biblioteca", "videoteca"));
    expect((await parsePdf(scan, { cacheDir })).blocks[1]?.text).toBe(
      LAW[1]?.replace("biblioteca", "videoteca"),
    );
  });

  test("is read when it lies on its sides and stands on its head", async () => {
    const image = await drawScan();
    const file = makeScan(([1, 2, 3] as const).map((quarters) => ({ image: turnImage(image, quarters) })));
    const { blocks } = await parsePdf(file, { cacheDir: null });
    expect(blocks.map((block) => block.text)).toEqual([...LAW, ...LAW, ...LAW]);
  });

  test("is read when it was laid askew", async () => {
    const file = makeScan([{ image: skew(await drawScan(), 3) }]);
    expect((await parsePdf(file, { cacheDir: null })).blocks.map((block) => block.text)).toEqual(LAW);
  });

  test("is read from its picture where its text layer is garbage, and only there", async () => {
    const image = await drawScan();
    const garbage = '#t"3 9qZ{ k%7x ]w2Q v&bN ~mK4 xzq} 8fR| jW$t pL;9 '.repeat(4);
    const words = "Este texto foi posto aqui por quem fez o arquivo e se deixa ler. ".repeat(8);
    const file = makeScan([
      { image, hiddenText: garbage },
      { image, hiddenText: words },
    ]);
    const { blocks, recognisedPages } = await parsePdf(file, { cacheDir: null });
    expect(recognisedPages?.map(({ page }) => page)).toEqual([1]);
    expect(blocks.map((block) => block.text)).toEqual([...LAW, words.trim()]);
  });

  test("without words is named, and so is the document", async () => {
    const blank = { width: 300, height: 300, pixels: new Uint8Array(90_000).fill(200), dpi: 150 };
    expect(parsePdf(makeScan([{ image: blank }]), { cacheDir: null })).rejects.toMatchObject({
      code: "DOCUMENT_NEEDS_OCR",
      message: "scanned: 1 page holds pictures and no text; no words were made out on them",
    });
  });

  test("is left alone where recognition is switched off", () => {
    expect(parsePdf(scan)).rejects.toMatchObject({ code: "DOCUMENT_NEEDS_OCR" });
  });
});

test("a text layer of garbage is not taken for text", async () => {
  const good = LAW.map((text, index) => ({ text, x: 70, y: 700 - 20 * index }));
  const garbled = good.map(({ text, ...place }) => ({
    ...place,
    text: text.replace(/\p{L}/gu, (char) => String.fromCharCode(33 + ((char.charCodeAt(0) * 7) % 90))),
  }));
  const document = await parsePdf(makePdf([{ texts: good }, { texts: garbled }]));
  expect(document.pagesWithoutText).toEqual([2]);
  expect(document.blocks.flatMap((block) => block.pages.map(({ page }) => page))).not.toContain(2);
});

function drawScan(): Promise<GrayImage> {
  return withPdf(
    scan,
    async (pdf) => {
      const page = await pdf.getPage(1);
      const image = composePage(page.getViewport({ scale: 1 }), await findPageImages(page));
      if (image === null) throw new Error("the fixture holds no picture");
      return image;
    },
    { pictures: true },
  );
}

/** Turns a picture about its middle by some degrees; a pixel is the mean of the four that it comes from, by their shares. */
function skew(image: GrayImage, degrees: number): GrayImage {
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  const [middleX, middleY] = [image.width / 2, image.height / 2];
  const shade = (x: number, y: number) =>
    x < 0 || y < 0 || x >= image.width || y >= image.height
      ? 255
      : (image.pixels[y * image.width + x] ?? 255);
  const pixels = image.pixels.map((_, at) => {
    const [x, y] = [(at % image.width) - middleX, Math.floor(at / image.width) - middleY];
    const [fromX, fromY] = [x * cos + y * sin + middleX, y * cos - x * sin + middleY];
    const [left, top] = [Math.floor(fromX), Math.floor(fromY)];
    const [right, below] = [fromX - left, fromY - top];
    const upper = shade(left, top) * (1 - right) + shade(left + 1, top) * right;
    const lower = shade(left, top + 1) * (1 - right) + shade(left + 1, top + 1) * right;
    return upper * (1 - below) + lower * below;
  });
  return { ...image, pixels };
}
