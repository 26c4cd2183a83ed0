import type { DocumentText } from "../domain/document-text.ts";
import { detectFormat } from "./detect-format.ts";
import { documentError, emptyError, encryptedError } from "./document-error.ts";
import { parseDoc } from "./parse-doc.ts";
import { parseDocx } from "./parse-docx.ts";
import { parseRtf } from "./parse-rtf.ts";
import { parsePdf } from "./pdf/parse-pdf.ts";

const PARSERS = { pdf: parsePdf, docx: parseDocx, doc: parseDoc, rtf: parseRtf };

/**
 * Reads a document of any supported format out of its bytes, in this process: paragraphs in reading order.
 * Nothing limits time or memory here; files that nobody vouches for go through `readInChild`.
 *
 * @throws VademecumError with one of `DOCUMENT_ERROR_CODES`
 */
export async function parseDocument(bytes: Uint8Array): Promise<DocumentText> {
  if (bytes.byteLength === 0) throw emptyError("it is 0 bytes long");
  const detected = detectFormat(bytes);
  if ("encrypted" in detected) throw encryptedError();
  if ("other" in detected) {
    throw documentError({
      code: "DOCUMENT_UNSUPPORTED",
      message: `not a document that can be read: it is ${detected.other}`,
      expected: "a PDF, DOCX, DOC (Word 97 or later) or RTF file",
      hint: "convert it to one of these, or remove it from the folder",
    });
  }
  const document = await PARSERS[detected.format](bytes);
  if (document.blocks.length === 0) throw emptyError("no paragraph in it has a letter or a digit");
  return document;
}
