import { XetError } from "./xet-error.ts";

// The frame and block formats of LZ4, as https://github.com/lz4/lz4/blob/dev/doc describes them. Checksums are not
// looked at: whoever assembles a file checks its SHA-256.

const FRAME_MAGIC = 0x184d2204;
const MIN_MATCH = 4;
const UNCOMPRESSED_BLOCK = 0x8000_0000;

/** Unpacks an LZ4 frame whose content has `bytes` bytes. */
export function unpackLz4Frame(frame: Uint8Array, bytes: number): Uint8Array {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  if (frame.length < 7 || view.getUint32(0, true) !== FRAME_MAGIC) throw new XetError("no LZ4 frame");
  const flags = view.getUint8(4);
  const hasBlockChecksum = (flags & 0x10) !== 0;
  const hasContentSize = (flags & 0x08) !== 0;
  const hasDictionary = (flags & 0x01) !== 0;
  if (flags >> 6 !== 1 || hasDictionary) throw new XetError("an LZ4 frame of an unknown version");
  let at = 7 + (hasContentSize ? 8 : 0);
  const target = new Uint8Array(bytes);
  let written = 0;
  while (at + 4 <= frame.length) {
    const word = view.getUint32(at, true);
    at += 4;
    if (word === 0) break;
    const packed = word & ~UNCOMPRESSED_BLOCK;
    const block = frame.subarray(at, at + packed);
    if (block.length !== packed) throw new XetError("an LZ4 frame that ends too early");
    if (word >>> 31) {
      if (written + packed > bytes) throw new XetError("an LZ4 frame that is longer than it says");
      target.set(block, written);
      written += packed;
    } else written = unpackBlock(block, target, written);
    at += packed + (hasBlockChecksum ? 4 : 0);
  }
  if (written !== bytes) throw new XetError(`an LZ4 frame of ${written} bytes instead of ${bytes}`);
  return target;
}

/** Unpacks one block behind what `target` holds already, which it may refer to; returns where it ends. */
function unpackBlock(block: Uint8Array, target: Uint8Array, start: number): number {
  let from = 0;
  let to = start;
  const next = (): number => {
    const byte = block[from++];
    if (byte === undefined) throw new XetError("an LZ4 block that ends too early");
    return byte;
  };
  const length = (nibble: number): number => {
    if (nibble < 15) return nibble;
    let total = nibble;
    for (let byte = 255; byte === 255; total += byte) byte = next();
    return total;
  };
  while (from < block.length) {
    const token = next();
    const literals = length(token >> 4);
    if (from + literals > block.length || to + literals > target.length)
      throw new XetError("a damaged LZ4 block");
    target.set(block.subarray(from, from + literals), to);
    from += literals;
    to += literals;
    if (from === block.length) break; // the last sequence has no match
    const offset = next() | (next() << 8);
    const matched = length(token & 15) + MIN_MATCH;
    if (offset === 0 || offset > to || to + matched > target.length)
      throw new XetError("a damaged LZ4 block");
    // A match may overlap what it makes, so it is copied in pieces that are there already.
    for (let copied = 0; copied < matched; ) {
      const piece = Math.min(offset + copied, matched - copied);
      target.copyWithin(to + copied, to - offset, to - offset + piece);
      copied += piece;
    }
    to += matched;
  }
  return to;
}
