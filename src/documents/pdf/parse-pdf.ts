import type { DocumentText } from "../../domain/document-text.ts";
import { documentError, emptyError } from "../document-error.ts";
import { buildSegments } from "./build-segments.ts";
import { joinParagraphs } from "./join-paragraphs.ts";
import { withPdf } from "./open-pdf.ts";
import { type Frame, orderFrames } from "./order-frames.ts";
import { countLetters, type PdfPage, readPages } from "./read-pages.ts";
import { removeRunningLines } from "./remove-running-lines.ts";
import { setMargins } from "./set-margins.ts";

/** A scan takes at least this share of its page. */
const MIN_SCAN_SHARE = 0.5;
/** More letters than a stamp or the line of a signature has are text, even on a picture. */
const MAX_STAMP_LETTERS = 80;

/**
 * Reads a PDF file that has a text layer: paragraphs in reading order, each with its pages.
 *
 * @throws VademecumError DOCUMENT_NEEDS_OCR where pages are pictures only, DOCUMENT_EMPTY where they are blank,
 *   DOCUMENT_ENCRYPTED, DOCUMENT_DAMAGED
 */
export async function parsePdf(bytes: Uint8Array): Promise<DocumentText> {
  const pages = await withPdf(bytes, readPages);
  const texts = readingOrder(pages);
  const scans = pages.filter((page, index) => isScan(page, texts[index] ?? []));
  const blanks = pages.filter((page, index) => !scans.includes(page) && countAll(texts[index] ?? []) === 0);
  if (scans.length > 0 && scans.length + blanks.length === pages.length) throw needsOcrError(scans.length);
  const blocks = joinParagraphs(setMargins(texts));
  if (blocks.length === 0) throw blankError(pages);
  return {
    format: "pdf",
    pageCount: pages.length,
    pagesWithoutText: scans.map((page) => page.number),
    blocks,
  };
}

/** Frames of every page in reading order, without running headers, footers and page numbers. */
function readingOrder(pages: readonly PdfPage[]): Frame[][] {
  const directions = pages.map(buildSegments);
  const main = removeRunningLines(
    pages.map((page, index) => {
      const { height, segments } = directions[index]?.[0] ?? { height: page.height, segments: [] };
      return { number: page.number, height, segments };
    }),
  );
  return pages.map((_, index) => {
    const others = (directions[index] ?? []).slice(1).map((direction) => direction.segments);
    return [main[index] ?? [], ...others].filter((segments) => segments.length > 0).flatMap(orderFrames);
  });
}

/** A page whose text, apart from a stamp or a signature's line, is in a picture. */
function isScan(page: PdfPage, frames: readonly Frame[]): boolean {
  const letters = countAll(frames);
  if (letters === 0) return page.pictures.any;
  return letters < MAX_STAMP_LETTERS && page.pictures.largestShare >= MIN_SCAN_SHARE;
}

function countAll(frames: readonly Frame[]): number {
  return frames.flat().reduce((sum, line) => sum + countLetters(line.text), 0);
}

function needsOcrError(pictures: number) {
  return documentError({
    code: "DOCUMENT_NEEDS_OCR",
    message: `scanned: ${pictures} ${pictures === 1 ? "page holds" : "pages hold"} pictures and no text`,
    expected: "a PDF with a text layer",
    hint: "run it through a text recognition program (OCR) and put the result into the folder",
  });
}

function blankError(pages: readonly PdfPage[]) {
  return emptyError(
    pages.length === 1 ? "its one page is blank" : `all of its ${pages.length} pages are blank`,
  );
}
