import { documentError } from "./document-error.ts";

/** No document of words is larger; what is, would not fit the memory that parsing it takes. */
export const MAX_FILE_BYTES = 512 * 1024 * 1024;

/** Reads a file that is to be parsed, whole. Errors: DOCUMENT_UNREADABLE, DOCUMENT_TOO_LARGE. */
export async function readDocumentFile(path: string): Promise<Uint8Array> {
  try {
    const file = Bun.file(path);
    const { size } = await file.stat();
    if (size > MAX_FILE_BYTES) throw tooLarge(size);
    return await file.bytes();
  } catch (error) {
    if (error instanceof Error && "code" in error && typeof error.code === "string" && "syscall" in error) {
      throw documentError({
        code: "DOCUMENT_UNREADABLE",
        message: `the file cannot be opened: ${error.code}`,
        expected: "a file that the user who runs this program may read",
        hint: "check that it is still there, and its permissions",
        cause: error,
      });
    }
    throw error;
  }
}

function tooLarge(size: number) {
  return documentError({
    code: "DOCUMENT_TOO_LARGE",
    message: `the file is ${Math.round(size / 1024 / 1024)} MB large`,
    expected: `at most ${MAX_FILE_BYTES / 1024 / 1024} MB`,
    hint: "split it, or shrink its pictures",
  });
}
