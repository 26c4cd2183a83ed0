import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { VademecumError } from "../domain/errors.ts";
import { unitRanges } from "../domain/units.ts";
import { createAnalyzer } from "./analyze.ts";
import { BM25_B, BM25_K1 } from "./bm25.ts";
import { buildLexical } from "./build-lexical.ts";
import type { LexicalChunk, LexicalSource } from "./count-terms.ts";
import { openLexicalIndex } from "./lexical-index.ts";

type Sample = LexicalSource & { chunks: readonly LexicalChunk[] };

const folder = mkdtempSync(join(tmpdir(), "vademecum-lexical-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

function write(bytes: Uint8Array): string {
  const path = join(folder, `${files++}.bin`);
  writeFileSync(path, bytes);
  return path;
}

const WORDS = [
  "apelação",
  "prazo",
  "apelar",
  "crédito",
  "lei",
  "13.709/2018",
  "art. 5º",
  "de",
  "ação",
  "ações",
  "réu",
];
const phrase = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 8 })
  .map((words) => words.join(" "));
const source: fc.Arbitrary<Sample> = fc
  .record({
    titles: fc.array(phrase, { minLength: 1, maxLength: 3 }),
    units: fc.array(
      fc.record({
        texts: fc.array(phrase, { minLength: 1, maxLength: 3 }),
        path: phrase,
        rubric: fc.option(phrase),
      }),
      { maxLength: 12 },
    ),
  })
  .map(({ titles, units }) => ({
    documents: titles.map((title) => ({ title })),
    chunks: units.flatMap(({ texts, path, rubric }, unit) =>
      texts.map((text, part) => ({
        document: unit % titles.length,
        unit: `art${unit + 1}`,
        part,
        path,
        rubric,
        text,
      })),
    ),
  }));

/** BM25 as a textbook has it: every unit against every term of the question, nothing precomputed. */
function plainBm25(input: Sample, question: string): { unit: number; score: number }[] {
  const analyze = createAnalyzer();
  const units = unitRanges(input.chunks).map((range) => {
    const chunks = input.chunks.slice(range.firstChunk, range.firstChunk + range.chunkCount);
    const [first] = chunks;
    const context = [first?.path, first?.rubric, first?.rubric, input.documents[first?.document ?? 0]?.title];
    return analyze([...chunks.map((chunk) => chunk.text), ...context].join(" ; § ; "));
  });
  const mean = units.reduce((sum, terms) => sum + terms.length, 0) / units.length;
  const scored = units.map((terms, unit) => {
    let score = 0;
    for (const wanted of analyze(question)) {
      const holding = units.filter((other) => other.includes(wanted)).length;
      const frequency = terms.filter((term) => term === wanted).length;
      const idf = Math.log(1 + (units.length - holding + 0.5) / (holding + 0.5));
      const norm = BM25_K1 * (1 - BM25_B + (BM25_B * terms.length) / mean);
      score += (idf * frequency * (BM25_K1 + 1)) / (frequency + norm);
    }
    return { unit, score };
  });
  return scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score || a.unit - b.unit);
}

test("BM25 from the mapped file equals a plain computation over all units", () => {
  fc.assert(
    fc.property(source, phrase, (input, question) => {
      const index = openLexicalIndex(write(buildLexical(input)));
      expect(index.access).toBe("mapped");
      const hits = index.search(index.parse(question), 100);
      const expected = plainBm25(input, question);
      expect(hits.length).toBe(expected.length);
      const scores = new Map(expected.map(({ unit, score }) => [unit, score]));
      hits.forEach((hit, rank) => {
        expect(hit.score).toBeCloseTo(expected[rank]?.score ?? Number.NaN, 5);
        expect(hit.score).toBeCloseTo(scores.get(hit.unit) ?? Number.NaN, 5);
      });
      index.close();
    }),
    { numRuns: 60 },
  );
});

test("fewer hits are the first of more hits, best first and equal scores by unit", () => {
  fc.assert(
    fc.property(source, phrase, fc.integer({ min: 0, max: 6 }), (input, question, k) => {
      const index = openLexicalIndex(write(buildLexical(input)));
      const terms = index.parse(question);
      const all = index.search(terms, 1000);
      expect(index.search(terms, k)).toEqual(all.slice(0, k));
      all.slice(1).forEach((hit, position) => {
        const before = all[position];
        expect(before).toBeDefined();
        if (before === undefined) return;
        expect(before.score > hit.score || (before.score === hit.score && before.unit < hit.unit)).toBe(true);
      });
    }),
    { numRuns: 60 },
  );
});

test("within ranges the hits are those of all units that lie in them, with the same scores", () => {
  const range = fc.record({ at: fc.nat(100), length: fc.nat(100) });
  fc.assert(
    fc.property(source, phrase, fc.array(range, { maxLength: 4 }), (input, question, places) => {
      const index = openLexicalIndex(write(buildLexical(input)));
      const ranges = places.map(({ at, length }) => {
        const first = at % (index.unitCount + 1);
        return { first, count: length % (index.unitCount - first + 1) };
      });
      const terms = index.parse(question);
      const expected = index
        .search(terms, 1000)
        .filter(({ unit }) => ranges.some(({ first, count }) => unit >= first && unit < first + count));
      expect(index.search(terms, 1000, ranges)).toEqual(expected);
    }),
    { numRuns: 100 },
  );
});

test("a unit holds exactly the terms that stand in its text or context", () => {
  fc.assert(
    fc.property(source, phrase, (input, question) => {
      const index = openLexicalIndex(write(buildLexical(input)));
      const terms = index.parse(question);
      for (const range of unitRanges(input.chunks)) {
        const expected = terms.map(({ term }) =>
          unitTerms(input, range.firstChunk, range.chunkCount).has(term),
        );
        expect(index.holds(terms, range.id)).toEqual(expected);
      }
    }),
    { numRuns: 40 },
  );
});

function unitTerms(input: Sample, firstChunk: number, chunkCount: number): Set<string> {
  const analyze = createAnalyzer();
  const chunks = input.chunks.slice(firstChunk, firstChunk + chunkCount);
  const [first] = chunks;
  const texts = [first?.path, first?.rubric, input.documents[first?.document ?? 0]?.title];
  return new Set([...chunks.map((chunk) => chunk.text), ...texts].flatMap((text) => analyze(text ?? "")));
}

const SAMPLE: Sample = {
  documents: [{ title: "Código de Processo Civil (Lei 13.105/2015)" }, { title: "Código Penal" }],
  chunks: [
    {
      document: 0,
      unit: "art1009",
      part: 0,
      path: "Da Apelação › Art. 1.009",
      rubric: null,
      text: "Da sentença cabe apelação.",
    },
    {
      document: 0,
      unit: "art1009",
      part: 1,
      path: "Da Apelação › Art. 1.009",
      rubric: null,
      text: "§ 1º As questões resolvidas…",
    },
    {
      document: 1,
      unit: "art121",
      part: 0,
      path: "Dos crimes contra a vida › Art. 121",
      rubric: "Homicídio simples",
      text: "Matar alguém: Pena - reclusão, de seis a vinte anos.",
    },
    { document: 1, unit: null, part: 0, path: "", rubric: null, text: "Brasília, 7 de dezembro de 1940." },
  ],
};

test("a unit is found by its text, its path, its rubric and its document's title", () => {
  const index = openLexicalIndex(write(buildLexical(SAMPLE)));
  const first = (question: string) => index.search(index.parse(question), 1)[0]?.unit;
  expect(index.unitCount).toBe(3);
  expect(first("de qual sentença cabe apelacao?")).toBe(0);
  expect(first("crime contra a vida")).toBe(1);
  expect(first("homicidio")).toBe(1);
  expect(first("lei 13105")).toBe(0);
  expect(first("Brasilia 1940")).toBe(2);
  expect(first("previsão do tempo")).toBeUndefined();
});

test("the same input gives the same bytes", () => {
  expect(Buffer.compare(buildLexical(SAMPLE), buildLexical(structuredClone(SAMPLE)))).toBe(0);
});

test("chunks that are read one after the other give the bytes of a list", () => {
  function* oneByOne() {
    yield* SAMPLE.chunks;
  }
  const streamed = buildLexical({ documents: SAMPLE.documents, chunks: oneByOne() });
  expect(Buffer.compare(streamed, buildLexical(SAMPLE))).toBe(0);
});

test("an empty index opens and finds nothing", () => {
  const index = openLexicalIndex(write(buildLexical({ documents: [], chunks: [] })));
  expect(index.search(index.parse("apelação"), 10)).toEqual([]);
});

test("a file with any byte changed, cut short or made longer is refused as corrupt", () => {
  const bytes = buildLexical(SAMPLE);
  const refused = (damaged: Uint8Array) => {
    try {
      openLexicalIndex(write(damaged));
    } catch (error) {
      return error instanceof VademecumError && error.code === "INDEX_CORRUPT" && error.hint !== null;
    }
    return false;
  };
  for (let position = 0; position < bytes.length; position += 7) {
    const damaged = bytes.slice();
    damaged[position] = (damaged[position] ?? 0) ^ 0x41;
    expect(refused(damaged)).toBe(true);
  }
  expect(refused(bytes.slice(0, -1))).toBe(true);
  expect(refused(bytes.slice(0, 20))).toBe(true);
  expect(refused(new Uint8Array(0))).toBe(true);
  expect(refused(new Uint8Array([...bytes, 0]))).toBe(true);
});

test("a missing file is unreadable, and a closed index says so", () => {
  expect(() => openLexicalIndex(join(folder, "none.bin"))).toThrow(/cannot be opened/);
  const index = openLexicalIndex(write(buildLexical(SAMPLE)));
  const terms = index.parse("apelação");
  index.close();
  expect(() => index.search(terms, 1)).toThrow(/closed/);
});
