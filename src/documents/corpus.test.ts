import { describe, expect, test } from "bun:test";
import { z } from "zod";
import type { DocumentText } from "../domain/document-text.ts";
import { sharedPath } from "../testing/shared.ts";
import { parseDocument } from "./parse-document.ts";

const docs = sharedPath("corpus/docs_rag");
const unitsPath = sharedPath("corpus/units.jsonl");
const UnitSchema = z.object({ id: z.string(), text: z.string() });

/** Documents of the corpus, each with the code that its units' ids begin with. */
const SAMPLES = [
  ["LINDB", "legislacao/civil/lindb.pdf"],
  ["L12016", "legislacao/processo-civil/lei-12016-mandado-de-seguranca.pdf"],
  ["L12846", "legislacao/penal/lei-12846-anticorrupcao.pdf"],
  ["L13140", "legislacao/civil/lei-13140-mediacao.docx"],
  ["SV", "sumulas/sumulas-vinculantes.doc"],
  ["STNU", "sumulas/sumulas-tnu.rtf"],
] as const;

const read = async (path: string): Promise<DocumentText> =>
  parseDocument(await Bun.file(`${docs}/${path}`).bytes());
const plain = (text: string) => text.normalize("NFC").replace(/\s+/g, " ").trim();

describe.skipIf(docs === null || unitsPath === null)("the corpus", () => {
  for (const [code, path] of SAMPLES) {
    test(`every paragraph of the reference for ${path} is a block, word for word`, async () => {
      const blocks = new Set((await read(path)).blocks.map((block) => block.text));
      const lines = (await Bun.file(unitsPath ?? "").text())
        .split("\n")
        .filter((line) => line.startsWith(`{"id": "${code}.`));
      const paragraphs = lines.flatMap((line) =>
        UnitSchema.parse(JSON.parse(line)).text.split("\n").map(plain),
      );
      const missing = paragraphs.filter((paragraph) => /\w/.test(paragraph) && !blocks.has(paragraph));
      expect(paragraphs.length).toBeGreaterThan(30);
      expect(missing).toEqual([]);
    });
  }

  test("headers and page numbers are gone, and every block has its pages in order", async () => {
    const { blocks, pageCount } = await read("legislacao/civil/lindb.pdf");
    expect(pageCount).toBe(5);
    expect(blocks.filter(({ text }) => /^Página \d+$/.test(text))).toEqual([]);
    expect(blocks.filter(({ text }) => text === "LINDB (Decreto-Lei 4.657/1942)").length).toBe(1);
    const pages = blocks.map((block) => block.pages.map(({ page }) => page));
    expect(pages.every((numbers) => numbers.length > 0)).toBe(true);
    expect(pages.flat()).toEqual([...pages.flat()].sort((a, b) => a - b));
    expect(blocks.every((block) => block.pages[0]?.offset === 0)).toBe(true);
  });

  test.skipIf(Bun.which("pdftotext") === null)("words stand on the page that the block names", async () => {
    const path = "legislacao/processo-civil/lei-12016-mandado-de-seguranca.pdf";
    const { blocks, pageCount } = await read(path);
    const words = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    for (let page = 1; page <= (pageCount ?? 0); page++) {
      const reference = ` ${words(await Bun.$`pdftotext -f ${page} -l ${page} ${docs}/${path} -`.text()).join(" ")} `;
      const starts = blocks.flatMap(({ text, pages }) =>
        pages.flatMap(({ offset, page: own }, index) =>
          own === page
            ? [
                words(text.slice(offset, pages[index + 1]?.offset))
                  .slice(0, 4)
                  .join(" "),
              ]
            : [],
        ),
      );
      expect(starts.length).toBeGreaterThan(0);
      expect(starts.filter((start) => !reference.includes(` ${start} `))).toEqual([]);
    }
  });

  test("a scan is refused as one where recognition is off", () => {
    expect(read("digitalizados/lei-13188-direito-de-resposta.pdf")).rejects.toMatchObject({
      code: "DOCUMENT_NEEDS_OCR",
      message: "scanned: 3 pages hold pictures and no text",
    });
  });
});
