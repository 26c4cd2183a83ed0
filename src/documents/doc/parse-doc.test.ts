import { describe, expect, test } from "bun:test";
import { sharedPath } from "../../testing/shared.ts";
import { makeDoc } from "../fixtures/make-doc.ts";
import { makeOle } from "../fixtures/make-ole.ts";
import { parseDoc } from "./parse-doc.ts";

const lines = async (bytes: Uint8Array): Promise<string[]> =>
  (await parseDoc(bytes)).blocks.map(({ text, heading }) => (heading ? `# ${text}` : text));

const OUTLINE_1 = Buffer.from([0x40, 0x26, 0x00]);
const IN_TABLE = Buffer.from([0x16, 0x24, 0x01]);
const ENDS_ROW = Buffer.from([0x16, 0x24, 0x01, 0x17, 0x24, 0x01]);
const DELETED = Buffer.from([0x00, 0x08, 0x01]);
/** Sets the typeface: its lowest five bits are those of the mark for deletions. */
const LOOKS_LIKE_DELETED = Buffer.from([0x20, 0x48, 0x01, 0x00]);

describe("parseDoc", () => {
  test("reads paragraphs, and footnotes behind the body", async () => {
    expect(
      await lines(
        makeDoc({ text: "Art. 1º Fica criado o fundo.\rArt. 2º Revogam-se.\r", footnotes: "\u0002 Nota.\r" }),
      ),
    ).toEqual(["Art. 1º Fica criado o fundo.", "Art. 2º Revogam-se.", "Nota."]);
  });

  // word-extractor 1.0.4 writes "undefined" for an optional hyphen and drops a non-breaking one.
  test("joins words at optional hyphens and keeps non-breaking ones", async () => {
    expect(await lines(makeDoc({ text: "consti\u001ftuição do guarda\u001echuva\r" }))).toEqual([
      "constituição do guarda-chuva",
    ]);
  });

  test("shows of fields their results, also of fields in fields", async () => {
    const text =
      "ver \u0013HYPERLINK \u0013X\u0014y\u0015\u0014a Lei \u0013REF a\u001410.406\u0015\u0015 e\u000bmais\r";
    expect(await lines(makeDoc({ text }))).toEqual(["ver a Lei 10.406 e mais"]);
  });

  test("knows headings by their outline level", async () => {
    const text = "TÍTULO I\rTexto.\r";
    const paragraphs = [
      { from: 0, to: 9, modifiers: OUTLINE_1 },
      { from: 9, to: 16, modifiers: Buffer.alloc(0) },
    ];
    expect(await lines(makeDoc({ text, paragraphs }))).toEqual(["# TÍTULO I", "Texto."]);
  });

  test("reads tables row by row", async () => {
    const text = "Faixa\u0007Alíquota\u0007\u0007Fim.\r";
    const paragraphs = [
      { from: 0, to: 6, modifiers: IN_TABLE },
      { from: 6, to: 15, modifiers: IN_TABLE },
      { from: 15, to: 16, modifiers: ENDS_ROW },
      { from: 16, to: 21, modifiers: Buffer.alloc(0) },
    ];
    expect(await lines(makeDoc({ text, paragraphs }))).toEqual(["Faixa Alíquota", "Fim."]);
  });

  // word-extractor 1.0.4 takes every modifier with these low bits for a deletion.
  test("leaves out what a tracked change deleted, and nothing else", async () => {
    const text = "O prazo é de dez quinze dias.\r";
    const characters = [
      { from: 0, to: 13, modifiers: LOOKS_LIKE_DELETED },
      { from: 13, to: 17, modifiers: DELETED },
    ];
    expect(await lines(makeDoc({ text, characters }))).toEqual(["O prazo é de quinze dias."]);
  });

  test("refuses what is encrypted, of an unknown version, or not whole", async () => {
    expect(parseDoc(makeDoc({ text: "x\r", encrypted: true }))).rejects.toMatchObject({
      code: "DOCUMENT_ENCRYPTED",
    });
    expect(parseDoc(makeDoc({ text: "x\r", magic: 0xa699 }))).rejects.toMatchObject({
      code: "DOCUMENT_UNSUPPORTED",
    });
    const main = Buffer.alloc(4096);
    main.writeUInt16LE(0xa5ec, 0);
    main.writeUInt32LE(0xffffff, 0x01a2);
    expect(parseDoc(makeOle({ WordDocument: main, "0Table": Buffer.alloc(1) }))).rejects.toMatchObject({
      code: "DOCUMENT_DAMAGED",
    });
    const whole = makeDoc({ text: "x\r" });
    expect(parseDoc(whole.subarray(0, 700))).rejects.toMatchObject({ code: "DOCUMENT_DAMAGED" });
  });

  const numbered = sharedPath("robustness/poi/test-data/document/Lists.doc");
  test.skipIf(numbered === null)("writes the numbers that Word shows", async () => {
    const text = await lines(await Bun.file(numbered ?? "").bytes());
    expect(text).toContain("1. Ordered list 1");
    expect(text).toContain("3. OL 3");
  });
});
