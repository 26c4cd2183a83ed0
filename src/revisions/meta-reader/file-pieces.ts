import { closeSync, openSync, readSync } from "node:fs";

const PIECE_BYTES = 256 * 1024;

/** A file's bytes from its beginning, in one buffer that each piece overwrites. */
export function* filePieces(path: string): Generator<Uint8Array> {
  const descriptor = openSync(path, "r");
  try {
    const buffer = new Uint8Array(PIECE_BYTES);
    for (;;) {
      const bytes = readSync(descriptor, buffer);
      if (bytes === 0) return;
      yield buffer.subarray(0, bytes);
    }
  } finally {
    closeSync(descriptor);
  }
}
