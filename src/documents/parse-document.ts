import type { DocumentFormat, DocumentText } from "../domain/document-text.ts";
import { detectFormat } from "./detect-format.ts";
import { documentError, emptyError, encryptedError } from "./document-error.ts";
import type { OcrOptions } from "./ocr/ocr-options.ts";

type Parser = (bytes: Uint8Array, ocr: OcrOptions | null) => Promise<DocumentText>;

/** Each is loaded when it is needed: the libraries behind them are large. */
const PARSERS: Record<DocumentFormat, () => Promise<Parser>> = {
  pdf: async () => (await import("./pdf/parse-pdf.ts")).parsePdf,
  docx: async () => (await import("./docx/parse-docx.ts")).parseDocx,
  doc: async () => (await import("./doc/parse-doc.ts")).parseDoc,
  rtf: async () => (await import("./parse-rtf.ts")).parseRtf,
};

/**
 * Reads a document of any supported format out of its bytes, in this process: paragraphs in reading order.
 * Nothing limits time or memory here; files that nobody vouches for go through `readInChild`.
 *
 * @param ocr how pages that are pictures are read; null leaves them
 * @throws VademecumError with one of `DOCUMENT_ERROR_CODES`
 */
export async function parseDocument(bytes: Uint8Array, ocr: OcrOptions | null = null): Promise<DocumentText> {
  if (bytes.byteLength === 0) throw emptyError("it is 0 bytes long");
  const detected = detectFormat(bytes);
  if (detected.kind === "encrypted") throw encryptedError();
  if (detected.kind === "other") {
    throw documentError({
      code: "DOCUMENT_UNSUPPORTED",
      message: `not a document that can be read: it is ${detected.name}`,
      expected: "a PDF, DOCX, DOC (Word 97 or later) or RTF file",
      hint: "convert it to one of these, or remove it from the folder",
    });
  }
  const document = await (await PARSERS[detected.format]())(bytes, ocr);
  if (document.blocks.length === 0) throw emptyError("no paragraph in it has a letter or a digit");
  return document;
}
