import type { DocumentText } from "../../domain/document-text.ts";
import { documentError, emptyError } from "../document-error.ts";
import { buildSegments } from "./build-segments.ts";
import { joinParagraphs } from "./join-paragraphs.ts";
import { withPdf } from "./open-pdf.ts";
import { orderFrames } from "./order-frames.ts";
import { type PdfPage, readPages } from "./read-pages.ts";
import { removeRunningLines } from "./remove-running-lines.ts";
import { setMargins } from "./set-margins.ts";

/**
 * Reads a PDF file that has a text layer: paragraphs in reading order, each with its pages.
 *
 * @throws VademecumError DOCUMENT_NEEDS_OCR where pages are pictures only, DOCUMENT_EMPTY where they are blank,
 *   DOCUMENT_ENCRYPTED, DOCUMENT_DAMAGED
 */
export async function parsePdf(bytes: Uint8Array): Promise<DocumentText> {
  const pages = await withPdf(bytes, readPages);
  const pagesWithoutText = pages.filter((page) => page.showsPicture).map((page) => page.number);
  const blocks = joinPages(pages);
  if (blocks.length === 0)
    throw pagesWithoutText.length > 0 ? needsOcrError(pagesWithoutText.length) : blankError(pages);
  return { format: "pdf", pageCount: pages.length, pagesWithoutText, blocks };
}

function joinPages(pages: readonly PdfPage[]): DocumentText["blocks"] {
  const directions = pages.map(buildSegments);
  const upright = removeRunningLines(
    pages.map((page, index) => ({
      number: page.number,
      height: page.height,
      segments: directions[index]?.[0] ?? [],
    })),
  );
  const frames = pages.map((_, index) => {
    const turned = directions[index]?.slice(1) ?? [];
    return [upright[index] ?? [], ...turned].filter((segments) => segments.length > 0).flatMap(orderFrames);
  });
  return joinParagraphs(setMargins(frames));
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
