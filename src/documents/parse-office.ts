import { type OfficeParserAST, parseOffice } from "officeparser";
import type { VademecumError } from "../domain/errors.ts";
import { damagedError, documentError, encryptedError } from "./document-error.ts";

/**
 * A document's text and markup take some seventy times their size in memory while they are parsed; pictures are not
 * unpacked at all.
 */
export const MAX_UNPACKED_BYTES = 64 * 1024 * 1024;
const MAX_XML_ELEMENTS = 1_500_000;

const ENCRYPTED_CODES = new Set(["PASSWORD_REQUIRED", "PASSWORD_INCORRECT", "DOCUMENT_DECRYPTION_FAILED"]);
const TOO_LARGE_CODES = new Set([
  "ZIP_SIZE_LIMIT_EXCEEDED",
  "ZIP_ENTRY_COUNT_LIMIT_EXCEEDED",
  "XML_ELEMENT_LIMIT_EXCEEDED",
  "MAX_NESTING_DEPTH_EXCEEDED",
]);

/**
 * Parses a file with officeparser: its body with footnotes; headers, footers and remarks are no part of the text.
 *
 * @throws VademecumError DOCUMENT_DAMAGED, DOCUMENT_ENCRYPTED, DOCUMENT_TOO_LARGE
 */
export async function parseWithOffice(bytes: Uint8Array, fileType: "docx" | "rtf"): Promise<OfficeParserAST> {
  try {
    return await parseOffice(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      fileType,
      ignoreHeadersAndFooters: true,
      ignoreComments: true,
      ignoreInternalLinks: true,
      decompressionLimits: { maxUncompressedBytes: MAX_UNPACKED_BYTES, maxXmlElements: MAX_XML_ELEMENTS },
    });
  } catch (error) {
    throw translateError(error);
  }
}

function translateError(error: unknown): VademecumError {
  const code = issueCode(error);
  if (code !== null && ENCRYPTED_CODES.has(code)) return encryptedError(error);
  if (code !== null && TOO_LARGE_CODES.has(code)) return tooLargeError(error);
  return damagedError("its text cannot be found", error);
}

/** A file that holds, or builds up while it is parsed, more than any document does. */
export function tooLargeError(cause?: unknown): VademecumError {
  return documentError({
    code: "DOCUMENT_TOO_LARGE",
    message: "the file unfolds to far more than its size, as files made to do harm do",
    expected: `at most ${MAX_UNPACKED_BYTES / 1024 / 1024} MB of text and markup, nested as documents are`,
    hint: "open it in the program that made it and save it anew or in parts, or remove it from the folder",
    cause,
  });
}

/** officeparser marks its errors with an issue that has a code. */
function issueCode(error: unknown): string | null {
  if (!(error instanceof Error) || !("officeIssue" in error)) return null;
  const issue = error.officeIssue;
  return typeof issue === "object" && issue !== null && "code" in issue ? String(issue.code) : null;
}
