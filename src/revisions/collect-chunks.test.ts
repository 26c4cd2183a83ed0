import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FolderOutcome } from "../documents/read-folder.ts";
import type { DocumentText } from "../domain/document-text.ts";
import { collectChunks } from "./collect-chunks.ts";
import { readMeta } from "./read-meta.ts";

const dir = mkdtempSync(join(tmpdir(), "vademecum-collect-"));
afterAll(() => rmSync(dir, { recursive: true }));

function outcomeOf(name: string, recognisedPages?: DocumentText["recognisedPages"]): FolderOutcome {
  return {
    file: { path: `leis/${name}`, location: join(dir, name), sha256: "0".repeat(64), bytes: 1 },
    status: "read",
    document: {
      format: "pdf",
      pageCount: 3,
      pagesWithoutText: [],
      ...(recognisedPages && { recognisedPages }),
      blocks: [{ text: "Art. 1º Fica criado.", heading: false, pages: [{ offset: 0, page: 1 }] }],
    },
  };
}

test("meta.json names recognised pages where there are some, and else has no word of them", async () => {
  const recognised = [
    { page: 1, confidence: 91 },
    { page: 3, confidence: 70 },
  ];
  const collected = await collectChunks({
    outcomes: (async function* () {
      yield outcomeOf("texto.pdf");
      yield outcomeOf("scan.pdf", recognised);
    })(),
    dir,
    countTokens: (text) => text.split(" ").length,
    onProgress: () => undefined,
  });
  expect(collected.recognised).toEqual([{ path: "leis/scan.pdf", pages: recognised }]);
  const { documents } = await readMeta(dir);
  expect(documents.map((document) => document.ocr_pages)).toEqual([undefined, [1, 3]]);
  expect(Object.keys(documents[0] ?? {})).not.toContain("ocr_pages");
});
