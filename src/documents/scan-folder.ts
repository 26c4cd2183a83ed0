import type { Dirent } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import { VademecumError } from "../domain/errors.ts";
import { detectFormat } from "./detect-format.ts";
import { hashFile } from "./hash-file.ts";

/** A file that is to be read. */
export interface DocumentFile {
  /** Name of the folder and path inside it, joined by `/`, in Unicode NFC: `docs_rag/penal/codigo-penal.docx`. */
  path: string;
  /** Where it lies on this machine. */
  location: string;
  /** Lower-case hex, of the whole file. */
  sha256: string;
  bytes: number;
}

/** A file that is left out, and why. */
export interface SkippedFile {
  path: string;
  reason: string;
}

/** What a folder holds; every list is sorted by path, in code unit order, so that all machines agree. */
export interface FolderScan {
  files: DocumentFile[];
  /** Files with the very bytes of another one, which is the one that is read: not named as a copy, or first by path. */
  duplicates: { path: string; of: string }[];
  skipped: SkippedFile[];
  /** Files and folders that could not be opened. */
  unreadable: SkippedFile[];
}

interface FoundFile {
  path: string;
  location: string;
}

interface Walk {
  found: FoundFile[];
  skipped: SkippedFile[];
  unreadable: SkippedFile[];
  signal: AbortSignal | undefined;
}

/** What editors, systems and builds leave behind. Folders of such a name are not entered. */
const JUNK = /^(\..*|thumbs\.db|desktop\.ini|~\$.*|.*\.(tmp|log)|__pycache__|__macosx|node_modules)$/i;

/** Names that promise a document: such a file is always tried, and refused by name if it is none. */
const DOCUMENT_NAME = /\.(pdf|docx?|docm|dot[xm]?|rtf)$/i;

/** How systems and people name copies: `lei - cópia.docx`, `Copy of lei.docx`, `lei (1).docx`. */
const COPY_NAME = /(?:^|[^\p{L}])(?:c[oó]pia|copy|copie|kopie)(?:[^\p{L}]|$)|\(\d+\)\.[^.]*$/iu;

/** A file of another name is looked into as a whole only up to this size. */
const MAX_SNIFFED_BYTES = 64 * 1024 * 1024;
const SNIFFED_HEAD_BYTES = 4096;

/**
 * Lists the documents of a folder and everything below it, each with its hash. Links are followed, but no folder
 * is entered twice on one way down.
 *
 * @throws VademecumError with exit code 2: FOLDER_MISSING, FOLDER_IS_FILE, FOLDER_UNREADABLE, FOLDER_EMPTY
 */
export async function scanFolder(dir: string, signal?: AbortSignal): Promise<FolderScan> {
  const root = resolve(dir);
  await requireFolder(dir, root);
  const walk: Walk = { found: [], skipped: [], unreadable: [], signal };
  await walkFolder({ walk, location: root, path: basename(root).normalize("NFC"), above: [] });
  if (walk.unreadable.some((entry) => entry.path === basename(root).normalize("NFC")))
    throw unreadableFolder(dir);
  const scan: FolderScan = { files: [], duplicates: [], skipped: walk.skipped, unreadable: walk.unreadable };
  const hashed: DocumentFile[] = [];
  for (const found of walk.found) {
    signal?.throwIfAborted();
    const file = await hashDocument(scan, found);
    if (file !== null) hashed.push(file);
  }
  for (const alike of Map.groupBy(hashed.sort(byPath), (file) => file.sha256).values()) {
    const original = alike.find((file) => !COPY_NAME.test(basename(file.path))) ?? alike[0];
    if (original === undefined) continue;
    scan.files.push(original);
    const copies = alike.filter((file) => file !== original);
    scan.duplicates.push(...copies.map((copy) => ({ path: copy.path, of: original.path })));
  }
  scan.files.sort(byPath);
  scan.duplicates.sort(byPath);
  scan.skipped.sort(byPath);
  scan.unreadable.sort(byPath);
  if (scan.files.length === 0 && scan.unreadable.length === 0) throw emptyFolder(dir, scan.skipped.length);
  return scan;
}

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

async function requireFolder(dir: string, root: string): Promise<void> {
  try {
    if ((await stat(root)).isDirectory()) return;
  } catch (cause) {
    if (errorCode(cause) !== "ENOENT") throw unreadableFolder(dir, cause);
    throw new VademecumError({
      code: "FOLDER_MISSING",
      message: `there is no folder ${dir}`,
      expected: "an existing folder of PDF, DOCX, DOC or RTF files",
      hint: "check the path for a typing mistake; it is taken from the current folder unless it starts with /",
      exitCode: 2,
      cause,
    });
  }
  throw new VademecumError({
    code: "FOLDER_IS_FILE",
    message: `${dir} is a file`,
    expected: "a folder of PDF, DOCX, DOC or RTF files",
    hint: "name the folder that the file lies in",
    exitCode: 2,
  });
}

async function walkFolder(at: {
  walk: Walk;
  location: string;
  path: string;
  above: string[];
}): Promise<void> {
  const { walk, location, path } = at;
  walk.signal?.throwIfAborted();
  let entries: Dirent[];
  let real: string;
  try {
    real = await realpath(location);
    entries = await readdir(location, { withFileTypes: true });
  } catch (error) {
    walk.unreadable.push({ path, reason: reasonOf(error) });
    return;
  }
  if (at.above.includes(real)) {
    walk.skipped.push({ path, reason: "a link back to a folder above it" });
    return;
  }
  for (const entry of entries) {
    const inner = { location: join(location, entry.name), path: `${path}/${entry.name.normalize("NFC")}` };
    if (JUNK.test(entry.name)) {
      walk.skipped.push({ path: inner.path, reason: "not a document by its name" });
      continue;
    }
    const kind = await kindOf(entry, inner.location);
    if (kind === "folder") await walkFolder({ walk, ...inner, above: [...at.above, real] });
    else if (kind === "file") walk.found.push(inner);
    else if (kind === "other") walk.skipped.push({ path: inner.path, reason: "neither a file nor a folder" });
    else walk.unreadable.push({ path: inner.path, reason: kind.error });
  }
}

async function kindOf(
  entry: Dirent,
  location: string,
): Promise<"file" | "folder" | "other" | { error: string }> {
  try {
    const target = entry.isSymbolicLink() ? await stat(location) : entry;
    if (target.isDirectory()) return "folder";
    return target.isFile() ? "file" : "other";
  } catch (error) {
    return { error: errorCode(error) === "ENOENT" ? "a link to nothing" : reasonOf(error) };
  }
}

/** A file with its hash; null where it is no document or cannot be opened, which then stands in `scan`. */
async function hashDocument(scan: FolderScan, found: FoundFile): Promise<DocumentFile | null> {
  try {
    const other = DOCUMENT_NAME.test(found.path) ? null : await nameOtherKind(found.location);
    if (other === null) return { ...found, ...(await hashFile(found.location)) };
    scan.skipped.push({ path: found.path, reason: `not a document that can be read: it is ${other}` });
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    scan.unreadable.push({ path: found.path, reason: reasonOf(error) });
  }
  return null;
}

/** What a file is whose name promises nothing, null where it turns out to be a document after all. */
async function nameOtherKind(location: string): Promise<string | null> {
  const file = Bun.file(location);
  const head = detectFormat(await file.slice(0, SNIFFED_HEAD_BYTES).bytes());
  if (head.kind !== "other") return null;
  // Archives and OLE containers say what they hold somewhere behind their head.
  const container = / (archive|container) without /.test(head.name) && file.size <= MAX_SNIFFED_BYTES;
  const whole = container ? detectFormat(await file.bytes()) : head;
  return whole.kind === "other" ? whole.name : null;
}

function errorCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

function reasonOf(error: unknown): string {
  const code = errorCode(error);
  if (code === "EACCES" || code === "EPERM") return "no permission to read it";
  return code === undefined ? String(error) : `it cannot be opened: ${code}`;
}

function unreadableFolder(dir: string, cause?: unknown): VademecumError {
  return new VademecumError({
    code: "FOLDER_UNREADABLE",
    message: `the folder ${dir} cannot be opened${cause === undefined ? "" : `: ${reasonOf(cause)}`}`,
    expected: "a folder that the user who runs this program may read",
    hint: "check its permissions",
    exitCode: 2,
    cause,
  });
}

function emptyFolder(dir: string, skipped: number): VademecumError {
  return new VademecumError({
    code: "FOLDER_EMPTY",
    message:
      skipped === 0 ? `the folder ${dir} is empty` : `none of the ${skipped} files in ${dir} is a document`,
    expected: "a folder with at least one PDF, DOCX, DOC or RTF file",
    hint: "put the documents into it, or name another folder",
    exitCode: 2,
  });
}
