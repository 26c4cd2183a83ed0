const END_SIGNATURE = Buffer.from("PK\u0005\u0006", "latin1");
const CENTRAL_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const MAX_NAMES = 10_000;

/**
 * Lists the names of the files in a ZIP archive from its central directory or, where that is cut off, from the
 * headers that stand before the files themselves. Reads no content.
 */
export function listZipNames(bytes: Uint8Array): string[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const names = listCentral(file);
  return names.length > 0 ? names : listLocal(file);
}

function listCentral(file: Buffer): string[] {
  const end = file.lastIndexOf(END_SIGNATURE);
  if (end < 0 || end + 20 > file.length) return [];
  const names: string[] = [];
  let at = file.readUInt32LE(end + 16);
  while (at + 46 <= file.length && names.length < MAX_NAMES && file.readUInt32LE(at) === CENTRAL_SIGNATURE) {
    const nameBytes = file.readUInt16LE(at + 28);
    names.push(file.toString("utf8", at + 46, at + 46 + nameBytes));
    at += 46 + nameBytes + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return names;
}

function listLocal(file: Buffer): string[] {
  const names: string[] = [];
  const signature = Buffer.alloc(4);
  signature.writeUInt32LE(LOCAL_SIGNATURE);
  let at = file.indexOf(signature);
  while (at >= 0 && at + 30 <= file.length && names.length < MAX_NAMES) {
    const nameBytes = file.readUInt16LE(at + 26);
    names.push(file.toString("utf8", at + 30, at + 30 + nameBytes));
    at = file.indexOf(signature, at + 30 + nameBytes);
  }
  return names;
}
