import { damagedError, documentError, encryptedError } from "../document-error.ts";
import type { WordStreams } from "./read-streams.ts";

/** A stretch of the text as it lies in the file; `cp` are character positions, `fc` byte offsets. */
export interface Piece {
  text: string;
  startCp: number;
  startFc: number;
  bytesPerChar: 1 | 2;
}

/** Lengths of the parts of the text, in characters, in the order in which they lie one behind the other. */
export interface PartLengths {
  body: number;
  footnotes: number;
  headers: number;
  macros: number;
  annotations: number;
  endnotes: number;
  textboxes: number;
}

export interface WordText {
  pieces: readonly Piece[];
  lengths: PartLengths;
  /** Whether formatting is laid out as since Word 97. */
  modern: boolean;
}

// Offsets in the file information block and its flags: [MS-DOC] 2.5.1; for Word 6 and 95 as their block is known.
const FIB_97 = 0xa5ec;
const FIB_95 = 0xa5dc;
const ENCRYPTED = 0x0100;
const COMPLEX = 0x0004;
const EXTENDED_CHARACTERS = 0x1000;
const CLX_97_AT = 0x01a2;
const CLX_95_AT = 0x0160;
const COMPRESSED = 0x40000000;
const MAX_PIECES = 200_000;

type Encoding = NonNullable<ConstructorParameters<typeof TextDecoder>[0]>;

/** Windows code pages of the primary languages for which Word 6 and 95 did not write in that of Western Europe. */
const CODE_PAGES: Record<number, Encoding> = {
  1: "windows-1256",
  2: "windows-1251",
  5: "windows-1250",
  8: "windows-1253",
  13: "windows-1255",
  14: "windows-1250",
  21: "windows-1250",
  24: "windows-1250",
  25: "windows-1251",
  26: "windows-1250",
  27: "windows-1250",
  31: "windows-1254",
  34: "windows-1251",
  35: "windows-1251",
};

/** Reads the text of a DOC file of Word 6 and later. Throws DOCUMENT_ENCRYPTED, DOCUMENT_DAMAGED, DOCUMENT_UNSUPPORTED. */
export function readPieces({ main, table }: WordStreams): WordText {
  const magic = main.readUInt16LE(0);
  const flags = main.readUInt16LE(0x0a);
  const modern = magic === FIB_97;
  if (!modern && magic !== FIB_95) throw unknownError(magic);
  if ((flags & ENCRYPTED) !== 0) throw encryptedError();
  try {
    return modern ? readText97(main, table) : readText95(main, flags);
  } catch (error) {
    throw damagedError("its text does not lie where its tables say", error);
  }
}

function readText97(main: Buffer, table: Buffer): WordText {
  const lengths = readLengths(main, 0x4c);
  const clx = table.subarray(main.readUInt32LE(CLX_97_AT));
  const pieces = readPieceTable(clx).map(({ startCp, endCp, fc }): Piece => {
    const compressed = (fc & COMPRESSED) !== 0;
    const startFc = compressed ? (fc & ~COMPRESSED) / 2 : fc;
    const bytesPerChar = compressed ? 1 : 2;
    const bytes = main.subarray(startFc, startFc + bytesPerChar * (endCp - startCp));
    return { text: decode(bytes, compressed ? "windows-1252" : "utf-16le"), startCp, startFc, bytesPerChar };
  });
  return { pieces, lengths, modern: true };
}

function readText95(main: Buffer, flags: number): WordText {
  const lengths = readLengths(main, 0x34);
  const wide = (flags & EXTENDED_CHARACTERS) !== 0;
  const encoding = wide ? "utf-16le" : encodingOf95(main);
  const bytesPerChar = wide ? 2 : 1;
  const start = main.readUInt32LE(0x18);
  const whole = {
    startCp: 0,
    endCp: Object.values(lengths).reduce((sum, length) => sum + length, 0),
    fc: start,
  };
  const complex = (flags & COMPLEX) !== 0;
  const table = complex ? readPieceTable(main.subarray(main.readUInt32LE(CLX_95_AT))) : [whole];
  const pieces = table.map(({ startCp, endCp, fc }): Piece => {
    const bytes = main.subarray(fc, fc + bytesPerChar * (endCp - startCp));
    return { text: decode(bytes, encoding), startCp, startFc: fc, bytesPerChar };
  });
  return { pieces, lengths, modern: false };
}

function encodingOf95(main: Buffer): Encoding {
  const writtenOnMac = main.readUInt8(0x12) === 1;
  return writtenOnMac ? "macintosh" : (CODE_PAGES[main.readUInt16LE(0x06) & 0xff] ?? "windows-1252");
}

function readLengths(main: Buffer, at: number): PartLengths {
  const [body = 0, footnotes = 0, headers = 0, macros = 0, annotations = 0, endnotes = 0, textboxes = 0] =
    Array.from({ length: 7 }, (_, index) => main.readUInt32LE(at + 4 * index));
  return { body, footnotes, headers, macros, annotations, endnotes, textboxes };
}

/** The piece table ([MS-DOC] 2.9.38 and 2.8.35), behind any number of property modifiers. */
function readPieceTable(clx: Buffer): { startCp: number; endCp: number; fc: number }[] {
  let at = 0;
  while (clx.readUInt8(at) === 1) at += 3 + clx.readUInt16LE(at + 1);
  if (clx.readUInt8(at) !== 2) throw new Error("there is no piece table");
  const count = Math.floor((clx.readUInt32LE(at + 1) - 4) / 12);
  if (count < 1 || count > MAX_PIECES) throw new Error(`the piece table lists ${count} pieces`);
  const cps = at + 5;
  const descriptors = cps + 4 * (count + 1);
  return Array.from({ length: count }, (_, index) => {
    const startCp = clx.readUInt32LE(cps + 4 * index);
    const endCp = clx.readUInt32LE(cps + 4 * (index + 1));
    if (endCp < startCp) throw new Error("the pieces are out of order");
    return { startCp, endCp, fc: clx.readUInt32LE(descriptors + 8 * index + 2) };
  });
}

function decode(bytes: Buffer, encoding: Encoding): string {
  return encoding === "utf-16le" ? bytes.toString("utf16le") : new TextDecoder(encoding).decode(bytes);
}

function unknownError(magic: number) {
  return documentError({
    code: magic === 0 ? "DOCUMENT_DAMAGED" : "DOCUMENT_UNSUPPORTED",
    message: `not a document that can be read: it is of an unknown version of Word (0x${magic.toString(16)})`,
    expected: "a document of Word 6 or later",
    hint: "open it in Word or LibreOffice and save it anew",
  });
}
