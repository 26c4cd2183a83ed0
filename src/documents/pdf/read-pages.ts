import type { PDFDocumentProxy, PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { damagedError } from "../document-error.ts";
import { findPictures, NO_PICTURES, type PagePictures } from "./find-pictures.ts";
import { multiply } from "./matrix.ts";
import { insertRuns, readAnnotations } from "./read-annotations.ts";
import type { TextRun } from "./text-run.ts";

export interface PdfPage {
  /** 1-based. */
  number: number;
  /** Of the page as it is shown, in points. */
  width: number;
  height: number;
  /** In the order in which the file draws them. */
  runs: TextRun[];
  /** Letters and figures of all runs. */
  chars: number;
  /** Looked for only where there is little text. */
  pictures: PagePictures;
}

type FontNames = Map<string, string>;

const BOLD_FONT = /bold|black|heavy|demi|\bbd\b/i;
/** A page with fewer letters may be a scan with a stamp or a page number on it. */
const LITTLE_TEXT_CHARS = 400;
/** Text in a box smaller than this is not there for readers. */
const MIN_SIZE = 0.5;

/** Reads the text of every page with its positions. Throws DOCUMENT_DAMAGED where not one page can be read. */
export async function readPages(pdf: PDFDocumentProxy): Promise<PdfPage[]> {
  const fonts: FontNames = new Map();
  const pages: PdfPage[] = [];
  let failure: unknown;
  for (let number = 1; number <= pdf.numPages; number++) {
    try {
      pages.push(await readPage(pdf, number, fonts));
    } catch (error) {
      failure = error;
      const pictures = { any: true, largestShare: 1 };
      pages.push({ number, width: 0, height: 0, runs: [], chars: 0, pictures });
    }
  }
  const damaged = pages.every((page) => page.width === 0);
  if (damaged) throw damagedError("none of its pages can be read", failure);
  return pages;
}

async function readPage(pdf: PDFDocumentProxy, number: number, fonts: FontNames): Promise<PdfPage> {
  const page = await pdf.getPage(number);
  try {
    const { items } = await page.getTextContent();
    const viewport = page.getViewport({ scale: 1 });
    const drawn = items.filter((item) => "str" in item).filter((item) => item.str !== "");
    await learnFonts(page, new Set(drawn.map((item) => item.fontName)), fonts);
    const ownRuns = drawn.flatMap((item): TextRun[] => {
      const [a, b, , , x, y] = multiply(viewport.transform, item.transform);
      const size = Math.hypot(a, b);
      if (size < MIN_SIZE || !Number.isFinite(x + y + size)) return [];
      const bold = BOLD_FONT.test(fonts.get(item.fontName) ?? "");
      // The viewport's y points down.
      const angle = Math.round((Math.atan2(-b, a) * 180) / Math.PI);
      return [{ text: item.str, x, y: viewport.height - y, width: item.width, size, bold, angle }];
    });
    const runs = insertRuns(ownRuns, await readAnnotations(page));
    const chars = runs.reduce((sum, run) => sum + countLetters(run.text), 0);
    const { width, height } = viewport;
    const pictures = chars < LITTLE_TEXT_CHARS ? await findPictures(page, width * height) : NO_PICTURES;
    return { number, width, height, runs, chars, pictures };
  } finally {
    page.cleanup();
  }
}

/** Letters and figures in a text. */
export function countLetters(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0;
}

/**
 * Learns the names of fonts not seen before. pdf.js tells them only once a page's drawing instructions were read,
 * which takes as long as its text: done for the first page of each font and no other.
 */
async function learnFonts(page: PDFPageProxy, used: ReadonlySet<string>, fonts: FontNames): Promise<void> {
  const unknown = [...used].filter((font) => !fonts.has(font));
  if (unknown.length === 0) return;
  for (const font of unknown) fonts.set(font, "");
  await page.getOperatorList();
  for (const font of unknown) {
    if (!page.commonObjs.has(font)) continue;
    const loaded: unknown = page.commonObjs.get(font);
    if (typeof loaded === "object" && loaded !== null && "name" in loaded)
      fonts.set(font, String(loaded.name));
  }
}
