import { VademecumError } from "../domain/errors.ts";
import { ANALYZER_VERSION } from "./analyze.ts";

/**
 * `lexical.bin`, little-endian (as is every machine Bun runs on), made to be mapped and used in place:
 *
 *   0  8 bytes  magic
 *   8  u32      format version            12  u32  analyzer version
 *  16  u32      number of units           20  u32  number of terms (T)
 *  24  u32      number of postings (P)    28  u32  bytes of all terms together
 *  32  u64      xxHash64 of everything from byte 40 on
 *  40  u32 × (T+1)  where each term begins in the term bytes
 *      u32 × (T+1)  where each term's postings begin
 *      u32 × P      postings: unit, ascending within a term
 *      f32 × P      postings: the term's BM25 weight in that unit, without its rarity
 *      terms, UTF-8, ascending by bytes
 */
export const MAGIC = "VADELEX\0";
export const FORMAT_VERSION = 1;
export const HEADER_BYTES = 40;
export const HASHED_FROM = 40;

/** The numbers in the header from which the size of every section follows. */
export interface LexicalCounts {
  units: number;
  terms: number;
  postings: number;
  termBytes: number;
}

/** Byte offsets of the sections, and where the file ends. */
export interface LexicalLayout {
  termOffsets: number;
  postingOffsets: number;
  postingUnits: number;
  postingWeights: number;
  terms: number;
  end: number;
}

export function layoutOf(counts: LexicalCounts): LexicalLayout {
  const offsetsBytes = 4 * (counts.terms + 1);
  const termOffsets = HEADER_BYTES;
  const postingOffsets = termOffsets + offsetsBytes;
  const postingUnits = postingOffsets + offsetsBytes;
  const postingWeights = postingUnits + 4 * counts.postings;
  const terms = postingWeights + 4 * counts.postings;
  return { termOffsets, postingOffsets, postingUnits, postingWeights, terms, end: terms + counts.termBytes };
}

export function writeHeader(bytes: Uint8Array, counts: LexicalCounts): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  new TextEncoder().encodeInto(MAGIC, bytes);
  const numbers = [
    FORMAT_VERSION,
    ANALYZER_VERSION,
    counts.units,
    counts.terms,
    counts.postings,
    counts.termBytes,
  ];
  numbers.forEach((value, index) => {
    view.setUint32(8 + 4 * index, value, true);
  });
  view.setBigUint64(32, hashOf(bytes), true);
}

/**
 * Checks a file's header, its size and its hash.
 * @throws {VademecumError} INDEX_CORRUPT, naming the file, what was expected and what it holds
 */
export function readHeader(bytes: Uint8Array, path: string): LexicalCounts {
  if (bytes.length < HEADER_BYTES) {
    throw corrupt(path, `at least ${HEADER_BYTES} bytes of header, but the file has ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = new TextDecoder("latin1").decode(bytes.subarray(0, MAGIC.length));
  if (magic !== MAGIC)
    throw corrupt(path, `the mark ${JSON.stringify(MAGIC)}, found ${JSON.stringify(magic)}`);
  const versions = `${view.getUint32(8, true)}.${view.getUint32(12, true)}`;
  const known = `${FORMAT_VERSION}.${ANALYZER_VERSION}`;
  if (versions !== known) throw corrupt(path, `version ${known}, found ${versions}`);
  const counts: LexicalCounts = {
    units: view.getUint32(16, true),
    terms: view.getUint32(20, true),
    postings: view.getUint32(24, true),
    termBytes: view.getUint32(28, true),
  };
  const { end } = layoutOf(counts);
  if (bytes.length !== end)
    throw corrupt(path, `${end} bytes by its own header, but the file has ${bytes.length}`);
  const stored = view.getBigUint64(32, true);
  const actual = hashOf(bytes);
  if (stored !== actual)
    throw corrupt(path, `xxHash64 ${stored.toString(16)}, its bytes give ${actual.toString(16)}`);
  return counts;
}

function hashOf(bytes: Uint8Array): bigint {
  return Bun.hash.xxHash64(bytes.subarray(HASHED_FROM));
}

function corrupt(path: string, expected: string): VademecumError {
  return new VademecumError({
    code: "INDEX_CORRUPT",
    message: `the lexical index ${path} is damaged or of another version`,
    expected,
    hint: "it is derived from meta.json: delete it and build it again (vade reindex), or fetch the revision anew",
  });
}
