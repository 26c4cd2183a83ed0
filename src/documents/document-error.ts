import { type ErrorParts, VademecumError } from "../domain/errors.ts";

/** Why a file could not be made into text. Stable names: they stand in logs, reports and `--json` output. */
export const DOCUMENT_ERROR_CODES = [
  "DOCUMENT_DAMAGED",
  "DOCUMENT_EMPTY",
  "DOCUMENT_ENCRYPTED",
  "DOCUMENT_FAILED",
  "DOCUMENT_MEMORY",
  "DOCUMENT_NEEDS_OCR",
  "DOCUMENT_TIMEOUT",
  "DOCUMENT_TOO_LARGE",
  "DOCUMENT_UNREADABLE",
  "DOCUMENT_UNSUPPORTED",
] as const;
export type DocumentErrorCode = (typeof DOCUMENT_ERROR_CODES)[number];

/** The error that every stage of reading a document throws when the file is at fault. */
export function documentError(parts: ErrorParts & { code: DocumentErrorCode }): VademecumError {
  return new VademecumError(parts);
}

/** A file that says it is of a format and then does not keep to it. */
export function damagedError(what: string, cause?: unknown): VademecumError {
  const reason = cause instanceof Error && cause.message !== "" ? ` (${firstLine(cause.message)})` : "";
  return documentError({
    code: "DOCUMENT_DAMAGED",
    message: `the file is damaged or cut short: ${what}${reason}`,
    expected: "a complete file, as the program that wrote it left it",
    hint: "open it in the program that made it and save it again, or fetch it anew",
    cause,
  });
}

/** A file that opens only with a password. */
export function encryptedError(cause?: unknown): VademecumError {
  return documentError({
    code: "DOCUMENT_ENCRYPTED",
    message: "the file is encrypted and opens only with a password",
    expected: "a file that opens without a password",
    hint: "remove the password in the program that made it and save it again",
    cause,
  });
}

/** A file in which there is nothing to read. */
export function emptyError(what: string): VademecumError {
  return documentError({
    code: "DOCUMENT_EMPTY",
    message: `the file holds no text: ${what}`,
    expected: "a document with at least one word",
    hint: "remove it from the folder, or replace it with a version that has its text",
  });
}

function firstLine(message: string): string {
  const line = message.split("\n", 1)[0] ?? "";
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
