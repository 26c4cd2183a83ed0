import { XetError } from "./xet-error.ts";

/** A run of chunks of one xorb. */
export interface ShardSegment {
  xorb: string;
  firstChunk: number;
  /** Behind the last one. */
  endChunk: number;
}

/** A file as a list of runs, in order. */
export interface ShardFile {
  segments: ShardSegment[];
  /** SHA-256 of its content, where the client says it. */
  sha256: string | null;
}

const MAGIC = Buffer.from("HFRepoMetaData");
const HEADER_BYTES = 48;
const ENTRY_BYTES = 48;
const HAS_VERIFICATION = 0x8000_0000;
const HAS_METADATA = 0x4000_0000;
const VERSION = 2n;
/** Behind the magic word of 32 bytes. */
const VERSION_OFFSET = 32;

/** A hash as the protocol writes it: four numbers of eight bytes, the least byte first. */
export function readXetHash(bytes: Uint8Array): string {
  return [0, 8, 16, 24]
    .map((at) =>
      Buffer.from(bytes.subarray(at, at + 8))
        .reverse()
        .toString("hex"),
    )
    .join("");
}

/** Reads which files a shard describes. What else it says (chunks' own hashes) is not needed to assemble them. */
export function readShardFiles(shard: Uint8Array): ShardFile[] {
  const view = new DataView(shard.buffer, shard.byteOffset, shard.byteLength);
  const isShard = shard.length >= HEADER_BYTES && MAGIC.equals(shard.subarray(0, MAGIC.length));
  if (!isShard || view.getBigUint64(VERSION_OFFSET, true) !== VERSION)
    throw new XetError("no shard of a known version");
  const files: ShardFile[] = [];
  for (let at = HEADER_BYTES; ; ) {
    if (at + ENTRY_BYTES > shard.length) throw new XetError("a shard that ends too early");
    if (shard.subarray(at, at + 32).every((byte) => byte === 0xff)) return files;
    const flags = view.getUint32(at + 32, true);
    const count = view.getUint32(at + 36, true);
    const first = at + ENTRY_BYTES;
    const verified = (flags & HAS_VERIFICATION) === 0 ? 0 : count;
    const metadata = first + (count + verified) * ENTRY_BYTES;
    const hasMetadata = (flags & HAS_METADATA) !== 0;
    at = metadata + (hasMetadata ? ENTRY_BYTES : 0);
    if (at > shard.length) throw new XetError("a shard that ends too early");
    const segments = Array.from({ length: count }, (_, index) =>
      readSegment(shard, view, first + index * ENTRY_BYTES),
    );
    files.push({
      segments,
      sha256: hasMetadata ? readXetHash(shard.subarray(metadata, metadata + 32)) : null,
    });
  }
}

function readSegment(shard: Uint8Array, view: DataView, at: number): ShardSegment {
  return {
    xorb: readXetHash(shard.subarray(at, at + 32)),
    firstChunk: view.getUint32(at + 40, true),
    endChunk: view.getUint32(at + 44, true),
  };
}
