import { realpath, stat } from "node:fs/promises";
import { VademecumError } from "../domain/errors.ts";

const EXPECTED_FOLDER = "an existing folder of PDF, DOCX, DOC or RTF files";

/**
 * Where a folder really lies.
 * @throws VademecumError with exit code 2: FOLDER_MISSING, FOLDER_IS_FILE, FOLDER_UNREADABLE
 */
export async function openFolder(dir: string): Promise<string> {
  let isFolder: boolean;
  let real: string;
  try {
    real = await realpath(dir);
    isFolder = (await stat(real)).isDirectory();
  } catch (cause) {
    if (errorCode(cause) !== "ENOENT") throw unreadableFolder(dir, reasonOf(cause), cause);
    throw new VademecumError({
      code: "FOLDER_MISSING",
      message: `there is no folder ${dir}`,
      expected: EXPECTED_FOLDER,
      hint: "check the path for a typing mistake; it is taken from the current folder unless it starts with /",
      exitCode: 2,
      cause,
    });
  }
  if (isFolder) return real;
  throw new VademecumError({
    code: "FOLDER_IS_FILE",
    message: `${dir} is a file`,
    expected: EXPECTED_FOLDER,
    hint: "name the folder that the file lies in",
    exitCode: 2,
  });
}

export function unreadableFolder(dir: string, reason: string, cause?: unknown): VademecumError {
  return new VademecumError({
    code: "FOLDER_UNREADABLE",
    message: `the folder ${dir} cannot be opened: ${reason}`,
    expected: "a folder that the user who runs this program may read",
    hint: "check its permissions",
    exitCode: 2,
    cause,
  });
}

/**
 * Two files whose names differ only in how accents are composed would be one file of the repository.
 * @throws VademecumError NAMES_CLASH, which shows both with what is not ASCII spelt out, since they look alike
 */
export function requireDistinctPaths(files: readonly { path: string; location: string }[]): void {
  const seen = new Map<string, string>();
  for (const { path, location } of files) {
    const other = seen.get(path);
    if (other !== undefined) {
      throw new VademecumError({
        code: "NAMES_CLASH",
        message: `two files have one name in the repository, ${path}: "${spellOut(other)}" and "${spellOut(location)}"`,
        expected: "names that differ after Unicode normalisation (NFC)",
        hint: "rename or remove one of the two; they look alike, but their accents are stored differently",
        exitCode: 2,
      });
    }
    seen.set(path, location);
  }
}

function spellOut(name: string): string {
  return name.replace(
    /[^\x20-\x7e]/gu,
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}}`,
  );
}

/** The code of an error of the operating system, `undefined` for any other. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Why a file or folder cannot be opened, for people. */
export function reasonOf(error: unknown): string {
  const code = errorCode(error);
  if (code === "EACCES" || code === "EPERM") return "no permission to read it";
  return code === undefined ? String(error) : `it cannot be opened: ${code}`;
}
