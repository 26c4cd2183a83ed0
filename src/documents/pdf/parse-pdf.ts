import type { DocumentText } from "../../domain/document-text.ts";
import { documentError } from "../document-error.ts";
import { buildLines } from "./build-lines.ts";
import { joinParagraphs } from "./join-paragraphs.ts";
import { readPages } from "./read-pages.ts";
import { removeRunningLines } from "./remove-running-lines.ts";

/** Reads a PDF file that has a text layer. */
export async function parsePdf(bytes: Uint8Array): Promise<DocumentText> {
  const pages = await readPages(bytes);
  const pagesWithoutText = pages.filter((page) => page.runs.length === 0).map((page) => page.number);
  if (pagesWithoutText.length === pages.length) {
    throw documentError({
      code: "DOCUMENT_NEEDS_OCR",
      message: `scanned: ${pages.length} pages hold pictures and no text`,
      expected: "a PDF with a text layer",
      hint: "run it through a text recognition program first",
    });
  }
  const blocks = joinParagraphs(removeRunningLines(pages.flatMap(buildLines)));
  return { format: "pdf", pageCount: pages.length, pagesWithoutText, blocks };
}
