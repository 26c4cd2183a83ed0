/** First bytes of every OLE compound file: Word 97 documents, but also workbooks, messages and installers. */
export const OLE_MAGIC = "d0cf11e0a1b11ae1";

const ENTRY_BYTES = 128;
const NO_ENTRY = 0xffffffff;
/** Sector numbers from here on mean "free", "end of chain" and the like. */
const LAST_SECTOR = 0xfffffff9;

/**
 * Lists the names of the streams and storages at the top of an OLE compound file ([MS-CFB] 2.6), without those
 * inside of storages: a workbook may hold a whole Word document as an embedded object. A damaged file gives the
 * names that can still be reached, perhaps none.
 */
export function listOleRoot(bytes: Uint8Array): string[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < 512) return [];
  const entries = readDirectory(file);
  const names: string[] = [];
  const seen = new Set<number>();
  const pending = [entries[0]?.readUInt32LE(76) ?? NO_ENTRY];
  for (let index = pending.pop(); index !== undefined; index = pending.pop()) {
    const entry = entries[index];
    if (entry === undefined || seen.has(index)) continue;
    seen.add(index);
    const nameBytes = Math.min(64, entry.readUInt16LE(64));
    names.push(entry.toString("utf16le", 0, Math.max(0, nameBytes - 2)));
    pending.push(entry.readUInt32LE(68), entry.readUInt32LE(72));
  }
  return names;
}

function readDirectory(file: Buffer): Buffer[] {
  const sectorBytes = file.readUInt16LE(30) === 12 ? 4096 : 512;
  const entries: Buffer[] = [];
  const seen = new Set<number>();
  for (let sector = file.readUInt32LE(48); sector < LAST_SECTOR && !seen.has(sector); ) {
    seen.add(sector);
    const start = (sector + 1) * sectorBytes;
    for (let at = start; at < start + sectorBytes && at + ENTRY_BYTES <= file.length; at += ENTRY_BYTES) {
      entries.push(file.subarray(at, at + ENTRY_BYTES));
    }
    sector = nextSector(file, sector, sectorBytes);
  }
  return entries;
}

/** Follows the allocation table by one step; its first 109 sectors are listed in the header, which is all a directory needs. */
function nextSector(file: Buffer, sector: number, sectorBytes: number): number {
  const perSector = sectorBytes / 4;
  const listed = Math.floor(sector / perSector);
  if (listed >= 109) return NO_ENTRY;
  const at = (file.readUInt32LE(76 + 4 * listed) + 1) * sectorBytes + 4 * (sector % perSector);
  return at + 4 <= file.length ? file.readUInt32LE(at) : NO_ENTRY;
}
