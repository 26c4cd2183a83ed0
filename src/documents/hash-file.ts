import { setImmediate } from "node:timers/promises";

/** How much is hashed at once, in about a millisecond, after which whatever else waits has its turn. */
const TURN_BYTES = 1024 * 1024;

/** sha256 in hex and size of a file, read as a stream. However large it is, the event loop goes on turning. */
export async function hashFile(path: string): Promise<{ sha256: string; bytes: number }> {
  const hash = new Bun.CryptoHasher("sha256");
  let bytes = 0;
  let turnBytes = 0;
  for await (const piece of Bun.file(path).stream()) {
    hash.update(piece);
    bytes += piece.byteLength;
    turnBytes += piece.byteLength;
    // Pieces of a file on disk come without a turn of the event loop in between.
    if (turnBytes < TURN_BYTES) continue;
    turnBytes = 0;
    await setImmediate();
  }
  return { sha256: hash.digest("hex"), bytes };
}
