import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { VademecumError } from "../domain/errors.ts";
import { encodeFaissHeader, FAISS_HEADER_BYTES, type FaissHeader, MAX_DIM } from "./faiss-header.ts";
import { findNonFinite } from "./finite-values.ts";

/** Writes a `faiss.index` row by row; memory stays at about one megabyte whatever the size of the index. */
export interface FaissWriter {
  /** Rows appended so far. */
  readonly count: number;
  /**
   * Appends one row, or several laid end to end.
   * @throws VademecumError `VECTORS_INVALID` where the length is no multiple of the dimension or a value is NaN or
   * infinite: such a row would be found for every question or for none. Nothing of it is written then.
   */
  append(vectors: Float32Array): void;
  /** Writes the header, fsyncs and closes. Only then is the file an index. */
  finish(): FaissHeader;
  /** Closes and removes the file. Does nothing after `finish`. */
  abort(): void;
}

const BUFFER_BYTES = 1024 * 1024;

/**
 * Begins an `IndexFlatIP` file at `path`, which must not exist yet. Until `finish` its header is zeros, so that a file
 * left by a crash is refused by every reader. Putting the file in its place by rename is the caller's work.
 * @param options.dim floats per row
 */
export function createFaissWriter(options: { path: string; dim: number }): FaissWriter {
  const { path, dim } = options;
  if (!Number.isInteger(dim) || dim < 1 || dim > MAX_DIM) {
    throw invalidVectors(`an index cannot have dimension ${dim}`, `a whole number from 1 to ${MAX_DIM}`);
  }
  const fd = openForWriting(path);
  const buffer = new Uint8Array(BUFFER_BYTES);
  let buffered = 0;
  let count = 0;
  let open = true;

  const flush = () => {
    writeFully({ fd, path, bytes: buffer.subarray(0, buffered) });
    buffered = 0;
  };
  const requireOpen = () => {
    if (!open) throw new Error(`the writer of ${path} was used after finish or abort`);
  };
  const close = () => {
    open = false;
    closeSync(fd);
  };
  writeFully({ fd, path, bytes: new Uint8Array(FAISS_HEADER_BYTES) });

  return {
    get count() {
      return count;
    },
    append(vectors) {
      requireOpen();
      requireRows({ vectors, dim, firstRow: count });
      const bytes = new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength);
      for (let done = 0; done < bytes.byteLength; ) {
        const part = bytes.subarray(done, done + BUFFER_BYTES - buffered);
        buffer.set(part, buffered);
        buffered += part.byteLength;
        done += part.byteLength;
        if (buffered === BUFFER_BYTES) flush();
      }
      count += vectors.length / dim;
    },
    finish() {
      requireOpen();
      flush();
      writeFully({ fd, path, bytes: encodeFaissHeader({ dim, count }), position: 0 });
      fsyncSync(fd);
      close();
      return { dim, count };
    },
    abort() {
      if (!open) return;
      close();
      rmSync(path, { force: true });
    },
  };
}

/** Writes an `IndexFlatIP` file of `vectors.length / dim` rows at `path` in one go. */
export function writeFaissFile(options: { path: string; dim: number; vectors: Float32Array }): FaissHeader {
  const writer = createFaissWriter(options);
  try {
    writer.append(options.vectors);
    return writer.finish();
  } catch (error) {
    writer.abort();
    throw error;
  }
}

function requireRows(options: { vectors: Float32Array; dim: number; firstRow: number }): void {
  const { vectors, dim, firstRow } = options;
  if (vectors.length % dim !== 0) {
    throw invalidVectors(
      `row ${firstRow} cannot be added to the index`,
      `a multiple of ${dim} floats, got ${vectors.length}`,
    );
  }
  const bad = findNonFinite(vectors);
  if (bad === null) return;
  const row = firstRow + Math.floor(bad.at / dim);
  throw invalidVectors(`row ${row} cannot be added to the index`, `finite values, got ${bad.value}`);
}

/** At `position`, or where the last write without one ended. */
function writeFully(options: { fd: number; path: string; bytes: Uint8Array; position?: number }): void {
  const { fd, path, bytes, position } = options;
  try {
    for (let done = 0; done < bytes.byteLength; ) {
      const at = position === undefined ? null : position + done;
      done += writeSync(fd, bytes, done, bytes.byteLength - done, at);
    }
  } catch (cause) {
    throw writeFailed(path, cause);
  }
}

function openForWriting(path: string): number {
  try {
    return openSync(path, "wx");
  } catch (cause) {
    throw writeFailed(path, cause);
  }
}

function writeFailed(path: string, cause: unknown): VademecumError {
  return new VademecumError({
    code: "INDEX_WRITE_FAILED",
    message: `the index ${path} could not be written`,
    expected: `room and permission for a new file, got ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: "free disk space or choose another folder; what was in service is untouched",
    cause,
  });
}

function invalidVectors(message: string, expected: string): VademecumError {
  return new VademecumError({
    code: "VECTORS_INVALID",
    message,
    expected,
    hint: "check the embedding model that made these vectors",
  });
}
