import { describe, expect, test } from "bun:test";
import { detectFormat } from "./detect-format.ts";
import { makeDoc } from "./fixtures/make-doc.ts";
import { makeDocx, paragraph } from "./fixtures/make-docx.ts";
import { makeOle } from "./fixtures/make-ole.ts";
import { makePdf } from "./fixtures/make-pdf.ts";
import { makeZip } from "./fixtures/make-zip.ts";

const other = (bytes: Uint8Array): string => {
  const detected = detectFormat(bytes);
  return detected.kind === "other" ? detected.name : `no other kind, but ${detected.kind}`;
};
const latin1 = (text: string): Uint8Array => Buffer.from(text, "latin1");

describe("detectFormat", () => {
  test("knows the four formats", () => {
    expect(detectFormat(makePdf([{}]))).toEqual({ kind: "document", format: "pdf" });
    expect(detectFormat(makeDocx({ body: paragraph("Lei") }))).toEqual({ kind: "document", format: "docx" });
    expect(detectFormat(makeDoc({ text: "Lei\r" }))).toEqual({ kind: "document", format: "doc" });
    expect(detectFormat(latin1("{\\rtf1 Lei}"))).toEqual({ kind: "document", format: "rtf" });
  });

  test("finds a PDF behind junk, and RTF behind white space", () => {
    expect(detectFormat(Buffer.concat([latin1("HTTP/1.1 200 OK\r\n\r\n"), makePdf([{}])]))).toEqual({
      kind: "document",
      format: "pdf",
    });
    expect(detectFormat(latin1("\r\n {\\rtf1 Lei}"))).toEqual({ kind: "document", format: "rtf" });
  });

  test("knows a DOCX whose end is cut off by its first headers", () => {
    const docx = makeDocx({ body: paragraph("Lei") });
    expect(detectFormat(docx.subarray(0, docx.length - 100))).toEqual({ kind: "document", format: "docx" });
  });

  test("knows an encrypted package, even one with a Word document beside it", () => {
    const streams = { WordDocument: Buffer.alloc(1), EncryptedPackage: Buffer.alloc(1) };
    expect(detectFormat(makeOle(streams))).toEqual({ kind: "encrypted" });
  });

  test("names other kinds by what they are", () => {
    expect(other(makeOle({ Workbook: Buffer.alloc(1) }))).toBe("an Excel workbook (XLS)");
    expect(other(makeOle({ "PowerPoint Document": Buffer.alloc(1) }))).toBe(
      "a PowerPoint presentation (PPT)",
    );
    expect(other(makeZip({ "xl/workbook.xml": "" }))).toBe("an Excel workbook (XLSX)");
    expect(other(makeZip({ mimetype: "application/vnd.oasis.opendocument.text", "content.xml": "" }))).toBe(
      "an OpenDocument file (such as ODT or ODS)",
    );
    expect(other(makeZip({ "a.txt": "" }))).toContain("a ZIP archive without a Word document");
    expect(other(latin1("<!DOCTYPE html><p>Lei"))).toBe("a web page (HTML)");
    expect(other(latin1('<?xml version="1.0"?><html>'))).toBe("a web page (HTML)");
    expect(other(latin1('<?xml version="1.0"?><?mso-application progid="Word.Document"?>'))).toBe(
      "a Word 2003 XML document",
    );
    expect(other(latin1("Lei nº 1, de 2024"))).toBe("plain text");
    expect(other(Buffer.from("\ufeffLei nº 1", "utf16le"))).toBe("plain text");
    expect(other(Buffer.from("89504e470d0a1a0a", "hex"))).toBe("a PNG picture");
    expect(other(Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)))).toContain("unknown");
    expect(other(new Uint8Array(0))).toContain("unknown");
  });

  test("survives an OLE directory that runs in circles", () => {
    const file = Buffer.from(makeOle({ Other: Buffer.alloc(1) }));
    // The one sector of the directory is followed by itself, and its entry has itself for a neighbour.
    file.writeUInt32LE(1, 512 + 4);
    file.writeUInt32LE(1, 1024 + 128 + 72);
    expect(other(file)).toContain("OLE container without a Word document");
  });
});
