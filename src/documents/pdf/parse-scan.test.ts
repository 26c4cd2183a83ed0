import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
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
    const [name = ""] = readdirSync(cacheDir);
    const { mtimeMs } = statSync(join(cacheDir, name));
    const startedMs = performance.now();
    expect(await parsePdf(scan, { cacheDir })).toEqual(document);
    expect(performance.now() - startedMs).toBeLessThan(1000);
    expect(statSync(join(cacheDir, name)).mtimeMs).toBe(mtimeMs);
  });

  test("is read when it lies on its side", async () => {
    const file = makeScan([{ image: turnImage(await drawScan(), 3) }]);
    expect((await parsePdf(file, { cacheDir: null })).blocks.map((block) => block.text)).toEqual(LAW);
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
