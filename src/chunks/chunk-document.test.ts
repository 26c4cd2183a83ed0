import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import fc from "fast-check";
import type { DocumentText, TextBlock } from "../domain/document-text.ts";
import { unitRanges } from "../domain/units.ts";
import { resolveModel } from "../embedding/model.ts";
import { loadTokenCounter } from "../embedding/tokenizer.ts";
import { CHUNK_MAX_TOKENS, type Chunk, type ChunkedDocument, chunkDocument } from "./chunk-document.ts";
import { countByWord } from "./token-counter.ts";

/** Four characters to a token, as Portuguese has on average. */
const countTokens = countByWord((word) => Math.ceil(word.length / 4));

function block(text: string, ...pages: [offset: number, page: number][]): TextBlock {
  return { text, heading: false, pages: pages.map(([offset, page]) => ({ offset, page })) };
}

function documentOf(blocks: readonly TextBlock[]): DocumentText {
  return { format: "pdf", pageCount: null, pagesWithoutText: [], blocks };
}

function cut(blocks: readonly (TextBlock | string)[], path = "docs/lei.pdf"): ChunkedDocument {
  const all = blocks.map((given) => (typeof given === "string" ? block(given) : given));
  return chunkDocument({ document: documentOf(all), path, countTokens });
}

const sentence = (count: number): string => Array.from({ length: count }, () => "palavra").join(" ");

describe("chunkDocument", () => {
  test("gives each article its path, rubric and context", () => {
    const { title, norm, chunks } = cut([
      "Código Penal (Decreto-Lei 2.848/1940)",
      "TÍTULO I",
      "DOS CRIMES CONTRA A VIDA",
      "Homicídio simples",
      "Art. 121. Matar alguem:",
      "Pena - reclusão.",
      "Art. 122. Induzir alguém.",
      "Art. 123. Matar o próprio filho.",
    ]);
    expect({ title, norm }).toEqual({
      title: "Código Penal (Decreto-Lei 2.848/1940)",
      norm: { kind: "decreto-lei", number: "2848", year: 1940 },
    });
    expect(chunks.map(({ unit }) => unit)).toEqual(["art121", "art122", "art123"]);
    expect(chunks[0]).toEqual({
      unit: "art121",
      part: 0,
      path: "Título I – Dos Crimes contra a Vida › Art. 121",
      rubric: "Homicídio simples",
      pageFrom: null,
      pageTo: null,
      text: "Art. 121. Matar alguem:\nPena - reclusão.",
      embedText:
        "Código Penal › Dos Crimes contra a Vida › Homicídio simples\nArt. 121. Matar alguem:\nPena - reclusão.",
    });
  });

  test("cuts a long article at its §, and puts the head of its caput in front of the later parts", () => {
    const { chunks } = cut([
      "Lei do Alvo",
      `Art. 1º Alvo: ${sentence(40)}.`,
      `§ 1º ${sentence(50)}.`,
      `§ 2º ${sentence(50)}.`,
      "Art. 2º Fim.",
    ]);
    expect(chunks.map(({ unit, part }) => [unit, part])).toEqual([
      ["art1", 0],
      ["art1", 1],
      ["art1", 2],
      ["art2", 0],
    ]);
    expect(chunks[1]?.text.startsWith("§ 1º")).toBe(true);
    expect(chunks[1]?.embedText.startsWith("Lei do Alvo\nArt. 1º Alvo: palavra")).toBe(true);
    expect(chunks[1]?.embedText.endsWith(chunks[1].text)).toBe(true);
  });

  test("names the pages on which a chunk's own text stands", () => {
    const caput = `Art. 1º Aqui ${sentence(60)}.`;
    const paragraph = `§ 1º ${sentence(60)}. § 2º ${sentence(60)}.`;
    const second = paragraph.indexOf("§ 2º");
    const { chunks } = cut([
      block("Lei do Alvo", [0, 1]),
      block(caput, [0, 1], [100, 2]),
      block(paragraph, [0, 2], [second - 20, 3]),
      block("Art. 2º Fim.", [0, 3]),
    ]);
    expect(chunks.map(({ pageFrom, pageTo }) => [pageFrom, pageTo])).toEqual([
      [1, 2],
      [2, 3],
      [3, 3],
      [3, 3],
    ]);
  });

  test("calls what stands above the first article the preamble", () => {
    const { chunks } = cut([
      "LEI Nº 13.709, DE 14 DE AGOSTO DE 2018",
      "Dispõe sobre dados.",
      "Art. 1º Um.",
      "Art. 2º Dois.",
    ]);
    expect(chunks[0]).toMatchObject({
      unit: null,
      path: "Preâmbulo",
      text: "LEI Nº 13.709, DE 14 DE AGOSTO DE 2018\nDispõe sobre dados.",
    });
  });

  test("cuts a document without structure by paragraphs and headings", () => {
    const { title, norm, chunks } = cut([
      { text: "Manual do estudante", heading: true, pages: [] },
      { text: "Parte de cima", heading: true, pages: [] },
      sentence(60),
      sentence(60),
      { text: "Parte de baixo", heading: true, pages: [] },
      sentence(60),
    ]);
    expect({ title, norm }).toEqual({ title: "Manual do estudante", norm: null });
    expect(chunks.map(({ unit, path }) => [unit, path])).toEqual([
      [null, "Parte de cima"],
      [null, "Parte de cima"],
      [null, "Parte de baixo"],
    ]);
  });

  test("a document that is its title alone is not lost", () => {
    expect(cut(["Aviso aos alunos"]).chunks.map(({ text }) => text)).toEqual(["Aviso aos alunos"]);
  });
});

const paragraph = fc.oneof(
  fc.constantFrom(
    "TÍTULO I",
    "DISPOSIÇÕES GERAIS",
    "Homicídio simples",
    "ANEXO I",
    "§ 1º Se houver.",
    "Brasília, 2 de maio de 2001",
  ),
  fc
    .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 300 }))
    .map(([number, count]) => `Art. ${number}. Aqui ${sentence(count)}.`),
  fc.string({ unit: "grapheme", minLength: 1, maxLength: 500 }).filter((text) => text.trim() !== ""),
  fc.integer({ min: 1, max: 12_000 }).map((length) => "x".repeat(length)),
);
/** Paragraphs whose pages go on through the document, some of them over a page's end. */
const pagedDocument = fc
  .array(fc.tuple(paragraph, fc.nat(), fc.boolean()), { minLength: 1, maxLength: 25 })
  .map((drawn) => {
    let page = 1;
    return documentOf(
      drawn.map(([text, at, turns]) => {
        const pages: [number, number][] = [[0, page]];
        if (turns && text.length > 1) pages.push([1 + (at % (text.length - 1)), ++page]);
        return block(text, ...pages);
      }),
    );
  });

function checkChunks(chunks: readonly Chunk[]): void {
  for (const { text, embedText, pageFrom, pageTo } of chunks) {
    expect(countTokens(embedText)).toBeLessThanOrEqual(CHUNK_MAX_TOKENS);
    expect(text.trim()).not.toBe("");
    expect(embedText.endsWith(text)).toBe(true);
    expect(pageFrom).toBeGreaterThanOrEqual(1);
    expect(pageTo).toBeGreaterThanOrEqual(pageFrom ?? 0);
  }
  for (const { firstChunk, chunkCount } of unitRanges(chunks)) {
    const own = chunks.slice(firstChunk, firstChunk + chunkCount);
    expect(own.map(({ part }) => part)).toEqual(own.map((_, index) => index));
    expect(new Set(own.map(({ unit, path }) => `${unit} ${path}`)).size).toBe(1);
  }
  const pages = chunks.flatMap(({ pageFrom, pageTo }) => [pageFrom ?? 0, pageTo ?? 0]);
  expect(pages.toSorted((a, b) => a - b)).toEqual(pages);
}

test("chunks keep their size, their unit and the order of pages, and are the same every time", () => {
  fc.assert(
    fc.property(pagedDocument, (document) => {
      const first = chunkDocument({ document, path: "a.pdf", countTokens });
      checkChunks(first.chunks);
      expect(chunkDocument({ document, path: "a.pdf", countTokens })).toEqual(first);
    }),
    { numRuns: 60 },
  );
});

test("every word of the document is in a chunk, in a path, in a rubric or in the title", () => {
  fc.assert(
    fc.property(pagedDocument, (document) => {
      const { title, chunks } = chunkDocument({ document, path: "a.pdf", countTokens });
      const letters = (text: string) => text.toLowerCase().replace(/\s+/gu, "");
      const kept = letters(chunks.map(({ text }) => text).join(""));
      const shown = letters([title, ...chunks.flatMap(({ path, rubric }) => [path, rubric ?? ""])].join(" "));
      for (const { text } of document.blocks) {
        const lost = [...text.matchAll(/\S+/gu)].filter(
          ([word]) => !kept.includes(letters(word)) && !shown.includes(letters(word)),
        );
        expect(lost.map(([word]) => word)).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
});

test("the model's own tokenizer agrees that no chunk is too long", async () => {
  const modelsDir = join(import.meta.dir, "../../assets/models");
  const model = resolveModel({ name: "e5-small-pt", modelsDir, hubUrl: "", cacheDir: "" });
  const count = await loadTokenCounter(model);
  const long = [
    "Código de Ética",
    `Art. 1º ${"A previdência complementar dos servidores públicos far-se-á ".repeat(60)}.`,
    `Art. 2º ${"supercalifragilistico".repeat(500)}`,
    `Art. 3º ${"漢字".repeat(2000)} ${"§º—".repeat(500)}`,
  ];
  const { chunks } = chunkDocument({
    document: documentOf(long.map((text) => block(text))),
    path: "a.pdf",
    countTokens: count,
  });
  for (const { embedText } of chunks)
    expect(count(`passage: ${embedText}`) + 2).toBeLessThanOrEqual(CHUNK_MAX_TOKENS);
});
