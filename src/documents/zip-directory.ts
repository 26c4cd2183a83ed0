import { inflateRawSync } from "node:zlib";

/** A file in a ZIP archive, as the archive's directory lists it. */
export interface ZipEntry {
  name: string;
  /** Where its local header starts in the archive. */
  offset: number;
  compressedBytes: number;
  /** As the archive states it, which need not be true. */
  unpackedBytes: number;
  method: number;
}

const END_SIGNATURE = Buffer.from("PK\u0005\u0006", "latin1");
const LOCAL_SIGNATURE = Buffer.from("PK\u0003\u0004", "latin1");
const CENTRAL_SIGNATURE = 0x02014b50;
const METHOD_STORED = 0;
const METHOD_DEFLATED = 8;
const MAX_ENTRIES = 10_000;

/**
 * Lists the files in a ZIP archive from its central directory or, where that is cut off, from the headers that stand
 * before the files themselves.
 */
export function listZipEntries(bytes: Uint8Array): ZipEntry[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = listCentral(file);
  return entries.length > 0 ? entries : listLocal(file);
}

/**
 * Unpacks one file of an archive as UTF-8 text; null where it is packed in an unknown way, damaged, or unfolds to more
 * than `maxBytes`.
 */
export function readZipText(bytes: Uint8Array, entry: ZipEntry, maxBytes: number): string | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.offset + 30 > file.length) return null;
  const start =
    entry.offset + 30 + file.readUInt16LE(entry.offset + 26) + file.readUInt16LE(entry.offset + 28);
  const packed = file.subarray(start, start + entry.compressedBytes);
  if (entry.method === METHOD_STORED) return packed.length <= maxBytes ? packed.toString("utf8") : null;
  if (entry.method !== METHOD_DEFLATED) return null;
  try {
    return inflateRawSync(packed, { maxOutputLength: maxBytes }).toString("utf8");
  } catch {
    // Damaged or too large: either way there is no text to be had.
    return null;
  }
}

function listCentral(file: Buffer): ZipEntry[] {
  const end = file.lastIndexOf(END_SIGNATURE);
  if (end < 0 || end + 20 > file.length) return [];
  const entries: ZipEntry[] = [];
  let at = file.readUInt32LE(end + 16);
  while (
    at + 46 <= file.length &&
    entries.length < MAX_ENTRIES &&
    file.readUInt32LE(at) === CENTRAL_SIGNATURE
  ) {
    const nameBytes = file.readUInt16LE(at + 28);
    entries.push({
      name: file.toString("utf8", at + 46, at + 46 + nameBytes),
      offset: file.readUInt32LE(at + 42),
      compressedBytes: file.readUInt32LE(at + 20),
      unpackedBytes: file.readUInt32LE(at + 24),
      method: file.readUInt16LE(at + 10),
    });
    at += 46 + nameBytes + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return entries;
}

function listLocal(file: Buffer): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = file.indexOf(LOCAL_SIGNATURE);
  while (at >= 0 && at + 30 <= file.length && entries.length < MAX_ENTRIES) {
    const nameBytes = file.readUInt16LE(at + 26);
    entries.push({
      name: file.toString("utf8", at + 30, at + 30 + nameBytes),
      offset: at,
      compressedBytes: file.readUInt32LE(at + 18),
      unpackedBytes: file.readUInt32LE(at + 22),
      method: file.readUInt16LE(at + 8),
    });
    at = file.indexOf(LOCAL_SIGNATURE, at + 30 + nameBytes);
  }
  return entries;
}
