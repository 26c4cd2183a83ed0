import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { z } from "zod";
import { parseDocument } from "../documents/parse-document.ts";
import { sharedPath } from "../testing/shared.ts";
import { chunkDocument } from "./chunk-document.ts";

const UnitSchema = z.object({ id: z.string(), text: z.string() });

const DOCUMENTS = [
  ["L13146", "legislacao/direitos-humanos/lei-13146-pessoa-com-deficiencia.doc"],
  ["L11340", "legislacao/penal/lei-11340-maria-da-penha.docx"],
  ["L12846", "legislacao/penal/lei-12846-anticorrupcao.pdf"],
  ["CEDOAB1995", "legislacao/etica-oab/codigo-de-etica-e-disciplina-da-oab.rtf"],
  ["STNU", "sumulas/sumulas-tnu.rtf"],
] as const;

const corpus = sharedPath("corpus");

describe.skipIf(corpus === null)("real documents", () => {
  const folder = corpus ?? "";

  test.each(DOCUMENTS)("%s gives exactly the reference units, each with its words", async (code, path) => {
    const lines = (await Bun.file(join(folder, "units.jsonl")).text()).split("\n");
    const reference = lines
      .filter((line) => line.startsWith(`{"id": "${code}.`))
      .map((line) => UnitSchema.parse(JSON.parse(line)));
    const document = await parseDocument(await Bun.file(join(folder, "docs_rag", path)).bytes());
    const { chunks } = chunkDocument({ document, path, countTokens: (word) => Math.ceil(word.length / 4) });
    const textOf = Map.groupBy(chunks, ({ unit }) => unit?.replace("sumula", "") ?? "");
    const units = reference.map(({ id }) => id.slice(code.length + 1));
    expect([...textOf.keys()].filter((unit) => unit !== "").toSorted()).toEqual(units.toSorted());
    for (const { id, text } of reference) {
      const own = words((textOf.get(id.slice(code.length + 1)) ?? []).map((chunk) => chunk.text).join("\n"));
      const wanted = [...words(text)];
      const share = wanted.filter((word) => own.has(word)).length / wanted.length;
      expect({ id, whole: share >= 0.9 }).toEqual({ id, whole: true });
    }
    const paged = document.format === "pdf";
    expect(chunks.every(({ pageFrom }) => (pageFrom !== null) === paged)).toBe(true);
  });
});

function words(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
}
