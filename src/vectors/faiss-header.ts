import { VademecumError } from "../domain/errors.ts";

/** Where the float32 rows of an `IndexFlatIP` file begin. Not a multiple of 4: no `Float32Array` can view them. */
export const FAISS_HEADER_BYTES = 45;

/** Bytes of one float32. */
export const FLOAT_BYTES = 4;

/** More than any embedding model has; a larger number is a damaged file, not a model. */
export const MAX_DIM = 65_536;
/** Rows are numbered by unsigned 32-bit integers in the engines. */
const MAX_ROWS = 2 ** 32 - 1;

const FLAT_INNER_PRODUCT_MAGIC = "IxFI";
/** FAISS writes this number into two fields that it no longer uses and skips when it reads. */
const UNUSED_FIELD = 1n << 20n;
const INNER_PRODUCT = 0;
const METRIC_NAMES: readonly string[] = ["inner product", "L2", "L1", "Linf"];

/** What the header says: `count` rows of `dim` float32 each. */
export interface FaissHeader {
  dim: number;
  count: number;
}

/** What a manifest or `meta.json` says the file must hold; what is left out is not compared. */
export interface ExpectedIndex {
  dim?: number;
  count?: number;
}

/** Length in bytes of the file that holds `count` rows of `dim` floats. */
export function faissFileBytes({ dim, count }: FaissHeader): number {
  return FAISS_HEADER_BYTES + count * dim * FLOAT_BYTES;
}

/**
 * The first 45 bytes of a file as FAISS writes an `IndexFlatIP`, little-endian: magic `IxFI`, i32 dim, i64 rows, two
 * unused i64, u8 is_trained, i32 metric (0 = inner product), u64 number of floats.
 */
export function encodeFaissHeader({ dim, count }: FaissHeader): Uint8Array {
  const bytes = new Uint8Array(FAISS_HEADER_BYTES);
  const view = new DataView(bytes.buffer);
  new TextEncoder().encodeInto(FLAT_INNER_PRODUCT_MAGIC, bytes);
  view.setInt32(4, dim, true);
  view.setBigInt64(8, BigInt(count), true);
  view.setBigInt64(16, UNUSED_FIELD, true);
  view.setBigInt64(24, UNUSED_FIELD, true);
  view.setUint8(32, 1);
  view.setInt32(33, INNER_PRODUCT, true);
  view.setBigUint64(37, BigInt(count) * BigInt(dim), true);
  return bytes;
}

/**
 * Reads the header of a FAISS file and proves that the rows it announces are exactly what the file holds.
 * @param bytes the first bytes of the file, at least 45 where the file has them
 * @param fileBytes length of the whole file
 * @param path named in errors
 * @throws VademecumError `INDEX_CORRUPT` for everything that is no whole `IndexFlatIP` file.
 */
export function decodeFaissHeader(options: {
  bytes: Uint8Array;
  fileBytes: number;
  path: string;
}): FaissHeader {
  const { bytes, fileBytes, path } = options;
  const refuse = (what: string, expected: string): never => {
    throw corruptIndex({ path, what, expected });
  };
  if (fileBytes < FAISS_HEADER_BYTES || bytes.byteLength < FAISS_HEADER_BYTES) {
    refuse("is too short for a FAISS header", `at least ${FAISS_HEADER_BYTES} bytes, got ${fileBytes}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, FAISS_HEADER_BYTES);
  const magic = String.fromCharCode(...bytes.subarray(0, 4));
  if (magic !== FLAT_INNER_PRODUCT_MAGIC) {
    refuse("is no FAISS IndexFlatIP", `magic "${FLAT_INNER_PRODUCT_MAGIC}", got ${JSON.stringify(magic)}`);
  }
  const dim = view.getInt32(4, true);
  if (dim < 1 || dim > MAX_DIM) refuse("has an impossible dimension", `1 to ${MAX_DIM}, got ${dim}`);
  const rows = view.getBigInt64(8, true);
  if (rows < 0n || rows > BigInt(MAX_ROWS)) {
    refuse("has an impossible number of rows", `0 to ${MAX_ROWS}, got ${rows}`);
  }
  const isTrained = view.getUint8(32);
  if (isTrained !== 1) refuse("is marked as not trained", `is_trained 1, got ${isTrained}`);
  const metric = view.getInt32(33, true);
  if (metric !== INNER_PRODUCT) {
    refuse("has another metric", `0 (inner product), got ${metric} (${METRIC_NAMES[metric] ?? "unknown"})`);
  }
  // All products as BigInt: three fields of a hostile header multiply to more than 2^53.
  const floats = view.getBigUint64(37, true);
  if (floats !== rows * BigInt(dim)) {
    refuse("contradicts itself", `${rows} rows × ${dim} = ${rows * BigInt(dim)} floats, got ${floats}`);
  }
  const needed = BigInt(FAISS_HEADER_BYTES) + floats * BigInt(FLOAT_BYTES);
  if (needed !== BigInt(fileBytes)) {
    refuse(
      needed > fileBytes ? "is cut short" : "has bytes behind its last row",
      `${needed} bytes for ${rows} rows of ${dim} floats, got ${fileBytes}`,
    );
  }
  return { dim, count: Number(rows) };
}

/**
 * Compares a header with what belongs to it.
 * @throws VademecumError `INDEX_MISMATCH`: the file is whole, but not the one that was meant.
 */
export function compareWithExpected(options: {
  header: FaissHeader;
  expected: ExpectedIndex;
  path: string;
}): void {
  const { header, expected, path } = options;
  const wrong: string[] = [];
  if (expected.dim !== undefined && expected.dim !== header.dim) {
    wrong.push(`dimension ${expected.dim}, got ${header.dim}`);
  }
  if (expected.count !== undefined && expected.count !== header.count) {
    wrong.push(`${expected.count} rows, got ${header.count}`);
  }
  if (wrong.length === 0) return;
  throw new VademecumError({
    code: "INDEX_MISMATCH",
    message: `the index ${path} does not belong to its meta.json or model`,
    expected: wrong.join("; "),
    hint: "use the faiss.index and meta.json of one revision, and the model it was built with, or build it again",
  });
}

/** The one error for a file that is no whole index, whatever engine it was to be opened with. */
export function corruptIndex(parts: {
  path: string;
  what: string;
  expected: string;
  cause?: unknown;
}): VademecumError {
  return new VademecumError({
    code: "INDEX_CORRUPT",
    message: `the index ${parts.path} ${parts.what}`,
    expected: parts.expected,
    hint: "fetch the revision again or build the index anew; it is never repaired in place",
    cause: parts.cause,
  });
}
