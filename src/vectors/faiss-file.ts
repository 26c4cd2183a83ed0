import { type FileHandle, open } from "node:fs/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import { VademecumError } from "../domain/errors.ts";
import {
  compareWithExpected,
  corruptIndex,
  decodeFaissHeader,
  type ExpectedIndex,
  FAISS_HEADER_BYTES,
  type FaissHeader,
  FLOAT_BYTES,
} from "./faiss-header.ts";
import { findNonFinite } from "./finite-values.ts";

/** A file that was opened and whose header and length hold. The one who opened it closes `handle`. */
export interface OpenFaissFile {
  path: string;
  handle: FileHandle;
  header: FaissHeader;
  /** Length of the file; `header` accounts for every byte. */
  bytes: number;
}

const READ_CHUNK_BYTES = 4 * 1024 * 1024;

/**
 * Opens a `faiss.index` and checks its header against its length and against what is expected. All engines go through
 * here, so that all refuse the same files with the same errors; what was checked is what the handle reads.
 * @throws VademecumError `INDEX_NOT_FOUND`, `INDEX_UNREADABLE`, `INDEX_CORRUPT` or `INDEX_MISMATCH`.
 */
export async function openFaissFile(path: string, expected: ExpectedIndex = {}): Promise<OpenFaissFile> {
  const handle = await openForReading(path);
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) {
      throw corruptIndex({
        path,
        what: "is no regular file",
        expected: `a file, got ${stat.isDirectory() ? "a directory" : "a special file"}`,
      });
    }
    const bytes = new Uint8Array(FAISS_HEADER_BYTES);
    const { bytesRead } = await handle.read(bytes, 0, FAISS_HEADER_BYTES, 0);
    const header = decodeFaissHeader({ bytes: bytes.subarray(0, bytesRead), fileBytes: stat.size, path });
    compareWithExpected({ header, expected, path });
    return { path, handle, header, bytes: stat.size };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

/**
 * Checks a `faiss.index` without keeping it open and returns what it holds.
 * @param options.finite also reads every row and refuses NaN and infinities (as fast as the disk)
 * @throws VademecumError as {@link openFaissFile}.
 */
export async function checkFaissFile(
  path: string,
  options: { expected?: ExpectedIndex; finite?: boolean } = {},
): Promise<FaissHeader> {
  const file = await openFaissFile(path, options.expected);
  try {
    if (options.finite === true) await requireFiniteRows(file);
    return file.header;
  } finally {
    await file.handle.close();
  }
}

/**
 * Reads all rows into `target` (dim × count floats, little-endian), a few megabytes at a time, so that the event loop
 * goes on meanwhile.
 * @throws VademecumError `INDEX_CORRUPT` where the file has shrunk since it was opened.
 */
export async function readRows(file: OpenFaissFile, target: Uint8Array): Promise<void> {
  for (let done = 0; done < target.byteLength; ) {
    const length = Math.min(READ_CHUNK_BYTES, target.byteLength - done);
    done += await readSome(file, target.subarray(done, done + length), FAISS_HEADER_BYTES + done);
  }
}

async function requireFiniteRows(file: OpenFaissFile): Promise<void> {
  const chunk = new Uint8Array(READ_CHUNK_BYTES);
  const rowBytes = file.header.count * file.header.dim * FLOAT_BYTES;
  for (let done = 0; done < rowBytes; ) {
    const wanted = Math.min(READ_CHUNK_BYTES, rowBytes - done);
    for (let filled = 0; filled < wanted; ) {
      filled += await readSome(file, chunk.subarray(filled, wanted), FAISS_HEADER_BYTES + done + filled);
    }
    const bad = findNonFinite(new Float32Array(chunk.buffer, 0, wanted / FLOAT_BYTES));
    if (bad !== null) {
      const element = done / FLOAT_BYTES + bad.at;
      throw corruptIndex({
        path: file.path,
        what: `has a value that is no number in row ${Math.floor(element / file.header.dim)}`,
        expected: `finite values, got ${bad.value}`,
      });
    }
    done += wanted;
  }
}

/** Reads that are served from memory follow one another within one turn of the event loop unless it is given way. */
async function readSome(file: OpenFaissFile, into: Uint8Array, position: number): Promise<number> {
  await nextTurn();
  const { bytesRead } = await file.handle.read(into, 0, into.byteLength, position);
  if (bytesRead === 0) {
    throw corruptIndex({
      path: file.path,
      what: "shrank while it was read",
      expected: `${file.bytes} bytes, got ${position}`,
    });
  }
  return bytesRead;
}

async function openForReading(path: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (cause) {
    if (errorCode(cause) === "ENOENT") {
      throw new VademecumError({
        code: "INDEX_NOT_FOUND",
        message: `there is no index at ${path}`,
        hint: "build one from a folder of documents, or fetch a published revision",
        cause,
      });
    }
    throw new VademecumError({
      code: "INDEX_UNREADABLE",
      message: `the index ${path} cannot be opened`,
      expected: `a readable file, got ${errorCode(cause) ?? String(cause)}`,
      hint: "check the file's owner and permissions and the disk",
      cause,
    });
  }
}

function errorCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
