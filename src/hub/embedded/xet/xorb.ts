import { unpackLz4Frame } from "./lz4.ts";
import { XetError } from "./xet-error.ts";

/** A chunk within a xorb, the block of chunks that the Xet protocol uploads. */
export interface PackedChunk {
  /** Where its packed bytes begin. */
  offset: number;
  packedBytes: number;
  bytes: number;
  scheme: number;
}

/** Largest xorb that the protocol allows. */
export const MAX_XORB_BYTES = 64 * 1024 * 1024 + 1024 * 1024;
const HEADER_BYTES = 8;
const FOOTER_MAGIC = Buffer.from("XETBLOB");
const SCHEME = { none: 0, lz4: 1, groupedLz4: 2 } as const;

/** Lists the chunks of a xorb. A footer, which older clients send, is passed over. */
export function listChunks(xorb: Uint8Array): PackedChunk[] {
  const chunks: PackedChunk[] = [];
  const view = new DataView(xorb.buffer, xorb.byteOffset, xorb.byteLength);
  const readUint24 = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  for (let at = 0; at < xorb.length; ) {
    if (FOOTER_MAGIC.equals(xorb.subarray(at, at + FOOTER_MAGIC.length))) break;
    if (at + HEADER_BYTES > xorb.length || view.getUint8(at) !== 0)
      throw new XetError("no xorb of a known version");
    const packedBytes = readUint24(at + 1);
    const chunk = {
      offset: at + HEADER_BYTES,
      packedBytes,
      scheme: view.getUint8(at + 4),
      bytes: readUint24(at + 5),
    };
    at = chunk.offset + packedBytes;
    if (at > xorb.length) throw new XetError("a xorb that ends too early");
    chunks.push(chunk);
  }
  return chunks;
}

/** Unpacks a chunk's content. */
export function unpackChunk(
  packed: Uint8Array,
  { scheme, bytes }: Pick<PackedChunk, "scheme" | "bytes">,
): Uint8Array {
  if (scheme === SCHEME.lz4) return unpackLz4Frame(packed, bytes);
  if (scheme === SCHEME.groupedLz4) return joinGroups(unpackLz4Frame(packed, bytes));
  if (scheme !== SCHEME.none) throw new XetError(`chunks packed by an unknown scheme ${scheme}`);
  if (packed.length !== bytes) throw new XetError("a chunk of another size than it says");
  return packed;
}

/** Puts bytes back that were sorted by their place in words of four, which packs numbers better. */
function joinGroups(grouped: Uint8Array): Uint8Array {
  const joined = new Uint8Array(grouped.length);
  let from = 0;
  for (let place = 0; place < 4; place++) {
    for (let to = place; to < joined.length; to += 4) joined[to] = grouped[from++] ?? 0;
  }
  return joined;
}
