import type { DocumentText } from "../../domain/document-text.ts";
import { documentError, emptyError } from "../document-error.ts";
import { isGarbage } from "../ocr/is-garbage.ts";
import type { OcrOptions } from "../ocr/ocr-options.ts";
import { buildSegments } from "./build-segments.ts";
import { joinParagraphs } from "./join-paragraphs.ts";
import { linesToRuns, usualSize } from "./lines-to-runs.ts";
import { withPdf } from "./open-pdf.ts";
import { type Frame, orderFrames } from "./order-frames.ts";
import { countLetters, type PdfPage, readPages } from "./read-pages.ts";
import { readScans, type ScanResults } from "./read-scans.ts";
import { removeRunningLines } from "./remove-running-lines.ts";
import { setMargins } from "./set-margins.ts";

/** A scan takes at least this share of its page. */
const MIN_SCAN_SHARE = 0.5;
/** More letters than a stamp or the line of a signature has are text, even on a picture. */
const MAX_STAMP_LETTERS = 80;

/**
 * Reads a PDF file: paragraphs in reading order, each with its pages. Pages without text, and those whose text layer is
 * garbage, are read from their pictures where that is asked for.
 *
 * @throws VademecumError DOCUMENT_NEEDS_OCR where pages are pictures only, DOCUMENT_EMPTY where they are blank,
 *   DOCUMENT_ENCRYPTED, DOCUMENT_DAMAGED
 */
export async function parsePdf(bytes: Uint8Array, ocr: OcrOptions | null = null): Promise<DocumentText> {
  const found = await withPdf(bytes, readPages);
  const garbled = new Set(found.filter(isGarbled).map((page) => page.number));
  const pages = found.map((page) => (garbled.has(page.number) ? { ...page, runs: [] } : page));
  const texts = readingOrder(pages);
  const scans = pages
    .filter((page, index) => garbled.has(page.number) || isScan(page, texts[index] ?? []))
    .map((page) => page.number);
  if (ocr === null || scans.length === 0) return finish(pages, texts, { scans, results: null });

  const requests = scans.map((page) => ({ page, minShare: garbled.has(page) ? MIN_SCAN_SHARE : 0 }));
  const results = await readScans(bytes, requests, ocr);
  const readable = addRecognised(pages, results);
  return finish(readable, readingOrder(readable), { scans, results });
}

/** @param at pages without text that can be used, and what was made out on them, null where recognition was not asked for */
function finish(
  pages: readonly PdfPage[],
  texts: readonly Frame[][],
  at: { scans: readonly number[]; results: ScanResults | null },
): DocumentText {
  const unread = at.scans.filter((page) => at.results?.pages.has(page) !== true);
  const blanks = pages.filter(
    (page, index) => !at.scans.includes(page.number) && countAll(texts[index] ?? []) === 0,
  );
  if (unread.length > 0 && unread.length + blanks.length === pages.length)
    throw needsOcrError(unread.length, at.results);
  const blocks = joinParagraphs(setMargins(texts));
  if (blocks.length === 0) throw blankError(pages);
  const recognised = [...(at.results?.pages ?? [])]
    .map(([page, scan]) => ({ page, confidence: scan.recognised.confidence }))
    .sort((a, b) => a.page - b.page);
  return {
    format: "pdf",
    pageCount: pages.length,
    pagesWithoutText: unread,
    ...(recognised.length > 0 && { recognisedPages: recognised }),
    blocks,
  };
}

/** The pages with what was recognised on them, besides stamps and the like that were there as text. */
function addRecognised(pages: readonly PdfPage[], { pages: scans }: ScanResults): PdfPage[] {
  const usual = usualSize([...scans.values()]);
  return pages.map((page) => {
    const scan = scans.get(page.number);
    if (scan === undefined) return page;
    const toPoints = 72 / scan.dpi;
    const [width, height] = [scan.widthPixels * toPoints, scan.heightPixels * toPoints];
    return { ...page, width, height, runs: [...page.runs, ...linesToRuns(scan, usual)] };
  });
}

function isGarbled(page: PdfPage): boolean {
  return isGarbage(page.runs.map((run) => run.text).join(" "));
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

function needsOcrError(pictures: number, results: ScanResults | null) {
  const holds = pictures === 1 ? "page holds" : "pages hold";
  const tried =
    results === null
      ? ""
      : results.failure === null
        ? "; no words were made out on them"
        : `; recognition failed (${results.failure})`;
  return documentError({
    code: "DOCUMENT_NEEDS_OCR",
    message: `scanned: ${pictures} ${holds} pictures and no text${tried}`,
    expected: results === null ? "a PDF with a text layer" : "pictures of printed text, 150 dpi or finer",
    hint:
      results === null
        ? "leave --no-ocr out, so that its pages are recognised, or replace it by a file with a text layer"
        : "scan it again, or run it through another text recognition program (OCR) and put the result into the folder",
  });
}

function blankError(pages: readonly PdfPage[]) {
  return emptyError(
    pages.length === 1 ? "its one page is blank" : `all of its ${pages.length} pages are blank`,
  );
}
