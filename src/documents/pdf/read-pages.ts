import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { getDocument, type PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
// Run in this thread: pdf.js would otherwise start a worker, which hangs under Bun. The module leaves its
// handler in `globalThis.pdfjsWorker`, where pdf.js looks first.
import "pdfjs-dist/legacy/build/pdf.worker.mjs";

/** A stretch of text as the file draws it: position and width in points, y upwards from the page's foot. */
export interface TextRun {
  text: string;
  x: number;
  y: number;
  width: number;
  size: number;
  font: string;
}

export interface PdfPage {
  number: number;
  width: number;
  height: number;
  runs: readonly TextRun[];
}

const PACKAGE_DIR = dirname(createRequire(import.meta.url).resolve("pdfjs-dist/package.json"));

/** Reads the text runs of every page, in the order in which the file draws them. */
export async function readPages(bytes: Uint8Array): Promise<PdfPage[]> {
  const task = getDocument({
    data: bytes.slice(),
    verbosity: 0,
    disableFontFace: true,
    useSystemFonts: false,
    cMapUrl: join(PACKAGE_DIR, "cmaps/"),
    standardFontDataUrl: join(PACKAGE_DIR, "standard_fonts/"),
  });
  try {
    const document = await task.promise;
    const pages: PdfPage[] = [];
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      pages.push(await readPage(page));
      page.cleanup();
    }
    return pages;
  } finally {
    await task.destroy();
  }
}

async function readPage(page: PDFPageProxy): Promise<PdfPage> {
  const viewport = page.getViewport({ scale: 1 });
  const content = await page.getTextContent();
  const runs: TextRun[] = [];
  for (const item of content.items) {
    if (!("str" in item) || item.str === "") continue;
    const [a = 0, b = 0, , , x = 0, y = 0] = item.transform as number[];
    runs.push({ text: item.str, x, y, width: item.width, size: Math.hypot(a, b), font: item.fontName });
  }
  return { number: page.pageNumber, width: viewport.width, height: viewport.height, runs };
}
