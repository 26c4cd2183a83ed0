import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ChunkRecord, DocumentRecord, Norm } from "../../domain/meta.ts";
import { createAnalyzer } from "../../lexical/analyze.ts";
import { buildLexical } from "../../lexical/build-lexical.ts";
import { openLexicalIndex } from "../../lexical/lexical-index.ts";
import type { VectorIndex } from "../../vectors/vector-index.ts";
import { buildPassages } from "../build-passages.ts";
import { openPassageStore } from "../passage-store.ts";

const DIM = 64;
const HASH = "0".repeat(64);

export interface SampleUnit {
  unit: string | null;
  path?: string;
  rubric?: string;
  /** One text a chunk. */
  texts: readonly string[];
}

export interface SampleDocument {
  title: string;
  norm?: Norm;
  units: readonly SampleUnit[];
}

/** Records for documents written out in a test. */
export function sampleRecords(sample: readonly SampleDocument[]): {
  documents: DocumentRecord[];
  chunks: ChunkRecord[];
} {
  const documents = sample.map(
    ({ title, norm }, id): DocumentRecord => ({
      id,
      path: `docs/${id}.docx`,
      sha256: HASH,
      bytes: 1,
      format: "docx",
      title,
      pages: null,
      norm: norm ?? null,
    }),
  );
  const chunks: ChunkRecord[] = [];
  sample.forEach(({ units }, document) => {
    for (const { unit, path = "", rubric = null, texts } of units) {
      texts.forEach((text, part) => {
        const id = chunks.length;
        chunks.push({
          id,
          document,
          unit,
          part,
          path,
          rubric,
          page_from: null,
          page_to: null,
          sha256: HASH,
          text,
        });
      });
    }
  });
  return { documents, chunks };
}

/**
 * An index in a folder of its own, with vectors that mean something without a model: each term of a text points in a
 * direction of its own, so texts that share words lie close.
 */
export function openSampleIndex(sample: readonly SampleDocument[]) {
  return openIndexOf(sampleRecords(sample));
}

/** The same for records that were made otherwise. */
export function openIndexOf(records: { documents: DocumentRecord[]; chunks: ChunkRecord[] }) {
  const folder = mkdtempSync(join(tmpdir(), "vademecum-retrieval-"));
  const embed = bagOfTerms();
  const passagesPath = join(folder, "passages.db");
  const lexicalPath = join(folder, "lexical.bin");
  buildPassages(records, passagesPath);
  writeFileSync(lexicalPath, buildLexical(records));
  const passages = openPassageStore(passagesPath);
  const lexical = openLexicalIndex(lexicalPath);
  return {
    ...records,
    passages,
    lexical,
    vectors: plainVectorIndex(records.chunks.map((chunk) => embed(chunk.text))),
    embedQuery: async (question: string) => embed(question),
    close: () => {
      passages.close();
      lexical.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function bagOfTerms(): (text: string) => Float32Array {
  const analyze = createAnalyzer();
  return (text) => {
    const vector = new Float32Array(DIM);
    for (const term of analyze(text)) {
      const at = Number(Bun.hash.xxHash32(term)) % DIM;
      vector[at] = (vector[at] ?? 0) + 1;
    }
    const length = Math.hypot(...vector) || 1;
    return vector.map((value) => value / length);
  };
}

/** The plain definition of a vector index. */
function plainVectorIndex(rows: readonly Float32Array[]): VectorIndex {
  return {
    engine: "plain",
    variant: "plain",
    dim: DIM,
    count: rows.length,
    search: (query, k, ranges = [{ first: 0, count: rows.length }]) =>
      rows
        .map((vector, row) => ({
          row,
          score: vector.reduce((sum, value, at) => sum + value * (query[at] ?? 0), 0),
        }))
        .filter(({ row }) => ranges.some(({ first, count }) => row >= first && row < first + count))
        .sort((a, b) => b.score - a.score || a.row - b.row)
        .slice(0, k),
    vector: (row) => rows[row]?.slice() ?? new Float32Array(DIM),
    close: () => {},
  };
}
