import type { DocumentFormat } from "../domain/document-text.ts";

/** What a file is by its content: a format that can be read, or the name of what it is instead. */
export type DetectedFormat = { format: DocumentFormat } | { encrypted: true } | { other: string };

/** PDF readers look for the header in the first kilobyte: mail gateways and scanners put junk before it. */
const PDF_HEADER_SEARCH_BYTES = 1024;

/** Tells by its content what a file is; the name plays no part. */
export function detectFormat(bytes: Uint8Array): DetectedFormat {
  const head = Buffer.from(
    bytes.buffer,
    bytes.byteOffset,
    Math.min(bytes.byteLength, PDF_HEADER_SEARCH_BYTES),
  );
  if (head.includes("%PDF-")) return { format: "pdf" };
  if (head.subarray(0, 8).toString("hex") === "d0cf11e0a1b11ae1") return { format: "doc" };
  if (head.subarray(0, 2).toString("latin1") === "PK") return { format: "docx" };
  if (head.toString("latin1").trimStart().startsWith("{\\rtf")) return { format: "rtf" };
  return { other: "unknown" };
}
