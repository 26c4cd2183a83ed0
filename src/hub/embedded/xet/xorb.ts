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
/** Most chunks that the protocol puts into a xorb. */
const MAX_CHUNKS = 8 * 1024;
const HEADER_BYTES = 8;
const FOOTER_MAGIC = Buffer.from("XETBLOB");
const SCHEME = { none: 0, lz4: 1, groupedLz4: 2 } as const;

/**
 * Lists the chunks of a xorb, of which only their heads are read. A footer, which older clients send, is passed over.
 * @param read gives at most so many bytes from an offset
 */
export function listChunks(
  bytes: number,
  read: (offset: number, length: number) => Uint8Array,
): PackedChunk[] {
  const chunks: PackedChunk[] = [];
  for (let at = 0; at < bytes; ) {
    const header = read(at, HEADER_BYTES);
    if (FOOTER_MAGIC.equals(header.subarray(0, FOOTER_MAGIC.length))) break;
    const chunk = readChunkHeader(header, at);
    at = chunk.offset + chunk.packedBytes;
    if (at > bytes) throw new XetError("a xorb that ends too early");
    if (chunks.push(chunk) > MAX_CHUNKS) throw new XetError(`a xorb of more than ${MAX_CHUNKS} chunks`);
  }
  return chunks;
}

function readChunkHeader(header: Uint8Array, at: number): PackedChunk {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  if (header.length < HEADER_BYTES || view.getUint8(0) !== 0)
    throw new XetError("no xorb of a known version");
  const readUint24 = (offset: number) => view.getUint16(offset, true) | (view.getUint8(offset + 2) << 16);
  const [packedBytes, scheme, bytes] = [readUint24(1), view.getUint8(4), readUint24(5)];
  return { offset: at + HEADER_BYTES, packedBytes, scheme, bytes };
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
