import { describe, expect, test } from "bun:test";
import { makeDoc } from "./fixtures/make-doc.ts";
import { parseDocument } from "./parse-document.ts";

const rtf = (body: string): Uint8Array => Buffer.from(`{\\rtf1\\ansi\\ansicpg1252 ${body}}`, "latin1");
const codeOf = (bytes: Uint8Array): Promise<unknown> =>
  parseDocument(bytes).then(
    () => "read",
    (error) => error.code,
  );

describe("parseDocument", () => {
  test("reads RTF paragraphs with their characters, headings and labels", async () => {
    const { blocks, format, pageCount } = await parseDocument(
      rtf(
        "{\\pard\\qc\\b T\\'cdTULO I\\par}{\\pard {\\listtext Art. 1\\'ba\\tab}Esta Lei disp\\'f5e sobre guarda\\_chuvas.\\par}" +
          "{\\pard linha um\\line linha dois.\\line \\'a7 1\\'ba Terceira.\\par}",
      ),
    );
    expect({ format, pageCount }).toEqual({ format: "rtf", pageCount: null });
    expect(blocks.map(({ text, heading }) => (heading ? `# ${text}` : text))).toEqual([
      "# TÍTULO I",
      "Art. 1º Esta Lei dispõe sobre guarda-chuvas.",
      "linha um linha dois.",
      "§ 1º Terceira.",
    ]);
  });

  test("refuses files without text, cut off, encrypted, of another kind, each by its code", async () => {
    expect(await codeOf(new Uint8Array(0))).toBe("DOCUMENT_EMPTY");
    expect(await codeOf(rtf("\\par\\par"))).toBe("DOCUMENT_EMPTY");
    expect(await codeOf(Buffer.from("{\\rtf1\\ansi{\\fonttbl{\\f0 Times", "latin1"))).toBe(
      "DOCUMENT_DAMAGED",
    );
    expect(await codeOf(makeDoc({ text: "segredo\r", encrypted: true }))).toBe("DOCUMENT_ENCRYPTED");
    expect(await codeOf(Buffer.from("just text"))).toBe("DOCUMENT_UNSUPPORTED");
    expect(await codeOf(rtf(`${"{".repeat(100_000)}x${"}".repeat(100_000)}`))).toBe("DOCUMENT_TOO_LARGE");
  });

  test("says of another kind what it is and what to do", async () => {
    const error = await parseDocument(Buffer.from("<html><body>Lei")).catch((caught) => caught);
    expect(error.message).toBe("not a document that can be read: it is a web page (HTML)");
    expect(error.expected).toContain("PDF, DOCX, DOC");
    expect(error.hint).toContain("convert it");
  });
});
