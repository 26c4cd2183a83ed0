import type { DocumentFormat } from "../domain/document-text.ts";
import { listOleRoot, OLE_MAGIC } from "./ole-directory.ts";
import { listZipEntries } from "./zip-directory.ts";

/** What a file is by its content: a format that can be read, an encrypted one, or the name of what it is instead. */
export type DetectedFormat =
  | { kind: "document"; format: DocumentFormat }
  | { kind: "encrypted" }
  | { kind: "other"; name: string };

/** PDF readers look for the header in the first kilobyte: mail gateways and scanners put junk before it. */
const HEAD_BYTES = 1024;

const OLE_KINDS: readonly (readonly [stream: string, name: string])[] = [
  ["Workbook", "an Excel workbook (XLS)"],
  ["Book", "an Excel workbook (XLS)"],
  ["PowerPoint Document", "a PowerPoint presentation (PPT)"],
  ["VisioDocument", "a Visio drawing"],
  ["__properties_version1.0", "an Outlook message (MSG)"],
  ["Quill", "a Publisher document"],
  ["MatOST", "a Works document"],
];

const ZIP_KINDS: readonly (readonly [name: RegExp, kind: string])[] = [
  [/^xl\//, "an Excel workbook (XLSX)"],
  [/^ppt\//, "a PowerPoint presentation (PPTX)"],
  [/^visio\//, "a Visio drawing"],
  [/^META-INF\/container\.xml$/, "an e-book (EPUB)"],
  [/^Index\/Document\.iwa$|^index\.(xml|apxl)(\.gz)?$/, "an Apple iWork document"],
  [/^content\.xml$/, "an OpenDocument file (such as ODT or ODS)"],
  [/^META-INF\/MANIFEST\.MF$/, "a Java archive"],
];

const BINARY_KINDS: readonly (readonly [hex: string, name: string])[] = [
  ["dba52d00", "a document of Word 2 or earlier"],
  ["9ba52100", "a document of Word 2 or earlier"],
  ["31be0000", "a Windows Write document"],
  ["ff575043", "a WordPerfect document"],
  ["ffd8ff", "a JPEG picture"],
  ["89504e47", "a PNG picture"],
  ["47494638", "a GIF picture"],
  ["49492a00", "a TIFF picture"],
  ["4d4d002a", "a TIFF picture"],
  ["1f8b", "a gzip archive"],
  ["377abcaf271c", "a 7-Zip archive"],
  ["526172211a07", "a RAR archive"],
  ["7f454c46", "a program"],
  ["4d5a", "a program"],
  ["25215053", "a PostScript file"],
];

const TEXT_KINDS: readonly (readonly [start: RegExp, name: string])[] = [
  [/^(<!doctype html|<html|<head|<body|<meta|<!--.{0,500}<html)/is, "a web page (HTML)"],
  [/^<\?xml.{0,800}<(\w+:)?html/is, "a web page (HTML)"],
  [/^<\?xml.{0,800}(<w:worddocument|<\?mso-application progid="Word)/is, "a Word 2003 XML document"],
  [/^<\?xml.{0,800}<pkg:package/is, "a flat OPC (XML) document"],
  [/^<\?xml/i, "an XML file"],
  [/^(mime-version:|from:|received:|return-path:)/i, "an e-mail or a web archive (MHTML)"],
];

/** Tells by its content what a file is; the name plays no part. */
export function detectFormat(bytes: Uint8Array): DetectedFormat {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, HEAD_BYTES));
  if (head.includes("%PDF-")) return { kind: "document", format: "pdf" };
  const hex = head.toString("hex");
  if (hex.startsWith(OLE_MAGIC)) return detectOle(bytes);
  if (/^504b(0304|0506|0708)/.test(hex)) return detectZip(bytes);
  const start = decodeStart(head);
  if (start.startsWith("{\\rt")) return { kind: "document", format: "rtf" };
  const binary = BINARY_KINDS.find(([magic]) => hex.startsWith(magic));
  if (binary !== undefined) return { kind: "other", name: binary[1] };
  const text = TEXT_KINDS.find(([pattern]) => pattern.test(start));
  if (text !== undefined) return { kind: "other", name: text[1] };
  return { kind: "other", name: looksLikeText(start) ? "plain text" : "of a kind unknown to this program" };
}

function detectOle(bytes: Uint8Array): DetectedFormat {
  const names = new Set(listOleRoot(bytes).map((name) => name.toLowerCase()));
  // An encrypted DOCX may hold an empty Word document beside it, for programs that know no better.
  if (names.has("encryptedpackage")) return { kind: "encrypted" };
  if (names.has("worddocument")) return { kind: "document", format: "doc" };
  const kind = OLE_KINDS.find(([stream]) => names.has(stream.toLowerCase()));
  if (kind !== undefined) return { kind: "other", name: kind[1] };
  return { kind: "other", name: "an OLE container without a Word document, or the damaged rest of one" };
}

function detectZip(bytes: Uint8Array): DetectedFormat {
  const names = listZipEntries(bytes).map((entry) => entry.name);
  if (names.some((name) => /^[/\\]?word[/\\]document\d*\.xml$/i.test(name))) {
    return { kind: "document", format: "docx" };
  }
  const kind = ZIP_KINDS.find(([pattern]) => names.some((name) => pattern.test(name)));
  if (kind !== undefined) return { kind: "other", name: kind[1] };
  return { kind: "other", name: "a ZIP archive without a Word document, or the damaged rest of one" };
}

function decodeStart(head: Buffer): string {
  const encoding = head[0] === 0xff && head[1] === 0xfe ? "utf16le" : "utf8";
  return head
    .toString(encoding)
    .replace(/^\ufeff/, "")
    .trimStart();
}

function looksLikeText(start: string): boolean {
  // Characters that are no UTF-8 are taken for letters of an older encoding.
  const odd = start.match(/[^\P{Cc}\t\n\r\f]/gu)?.length ?? 0;
  return start.length > 0 && odd / start.length < 0.05;
}
