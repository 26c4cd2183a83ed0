import type { ChunkRecord, DocumentRecord } from "../domain/meta.ts";
import { type UnitRange, unitRanges } from "../domain/units.ts";
import { type Analyzer, createAnalyzer } from "./analyze.ts";
import { termWeight } from "./bm25.ts";
import { type LexicalCounts, layoutOf, writeHeader } from "./lexical-format.ts";

/** What counts how often, measured in docs/retrieval.md: a unit is found by its text and by where it stands. */
const FIELD_WEIGHTS = { text: 1, path: 1, rubric: 2, title: 1 } as const;

export type LexicalSource = {
  documents: readonly Pick<DocumentRecord, "title">[];
  chunks: readonly Pick<ChunkRecord, "document" | "unit" | "part" | "path" | "rubric" | "text">[];
};

/** Term frequencies of one unit after the other: `starts[i] … starts[i+1]` are the entries of unit i. */
interface Frequencies {
  terms: string[];
  starts: number[];
  termIds: number[];
  counts: number[];
  lengths: Float64Array;
}

/**
 * The bytes of `lexical.bin` for the documents and chunks of an index: postings of every term over the units (see
 * `unitRanges`), each with its BM25 weight. The same input gives the same bytes on any machine.
 */
export function buildLexical(source: LexicalSource): Uint8Array<ArrayBuffer> {
  const units = unitRanges(source.chunks);
  return encode(countTerms(source, units), units.length);
}

function countTerms(source: LexicalSource, units: readonly UnitRange[]): Frequencies {
  const analyze = createAnalyzer();
  const ids = new Map<string, number>();
  const titleTerms = source.documents.map((document) => analyze(document.title));
  const found: Frequencies = {
    terms: [],
    starts: [0],
    termIds: [],
    counts: [],
    lengths: new Float64Array(units.length),
  };
  for (const unit of units) {
    const frequencies = new Map<number, number>();
    let length = 0;
    for (const [terms, weight] of fieldsOf({ source, unit, titleTerms, analyze })) {
      length += terms.length * weight;
      for (const term of terms) {
        let id = ids.get(term);
        if (id === undefined) {
          id = found.terms.push(term) - 1;
          ids.set(term, id);
        }
        frequencies.set(id, (frequencies.get(id) ?? 0) + weight);
      }
    }
    for (const [id, count] of frequencies) {
      found.termIds.push(id);
      found.counts.push(count);
    }
    found.starts.push(found.termIds.length);
    found.lengths[unit.id] = length;
  }
  return found;
}

interface FieldsOptions {
  source: LexicalSource;
  unit: UnitRange;
  titleTerms: readonly (readonly string[])[];
  analyze: Analyzer;
}

/** A unit's fields as terms, each with its weight: the text of all its chunks, then the first one's context. */
function* fieldsOf(options: FieldsOptions): Generator<[readonly string[], number]> {
  const { source, unit, titleTerms, analyze } = options;
  for (let index = unit.firstChunk; index < unit.firstChunk + unit.chunkCount; index++) {
    yield [analyze(source.chunks[index]?.text ?? ""), FIELD_WEIGHTS.text];
  }
  const first = source.chunks[unit.firstChunk];
  if (first === undefined) return;
  yield [analyze(first.path), FIELD_WEIGHTS.path];
  yield [analyze(first.rubric ?? ""), FIELD_WEIGHTS.rubric];
  yield [titleTerms[first.document] ?? [], FIELD_WEIGHTS.title];
}

function encode(found: Frequencies, unitCount: number): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const terms = found.terms.map((term, id) => ({ id, bytes: encoder.encode(term) }));
  terms.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const counts: LexicalCounts = {
    units: unitCount,
    terms: terms.length,
    postings: found.termIds.length,
    termBytes: terms.reduce((sum, term) => sum + term.bytes.length, 0),
  };
  const layout = layoutOf(counts);
  const buffer = new ArrayBuffer(layout.end);
  const bytes = new Uint8Array(buffer);
  const termOffsets = new Uint32Array(buffer, layout.termOffsets, counts.terms + 1);
  const postingOffsets = new Uint32Array(buffer, layout.postingOffsets, counts.terms + 1);

  const rankOf = new Uint32Array(counts.terms);
  terms.forEach(({ id, bytes: term }, rank) => {
    rankOf[id] = rank;
    const start = termOffsets[rank] ?? 0;
    termOffsets[rank + 1] = start + term.length;
    bytes.set(term, layout.terms + start);
  });
  for (const id of found.termIds) {
    const next = (rankOf[id] ?? 0) + 1;
    postingOffsets[next] = (postingOffsets[next] ?? 0) + 1;
  }
  for (let rank = 0; rank < counts.terms; rank++) {
    postingOffsets[rank + 1] = (postingOffsets[rank + 1] ?? 0) + (postingOffsets[rank] ?? 0);
  }
  writePostings({ found, rankOf, postingOffsets, layout, buffer, unitCount });
  writeHeader(bytes, counts);
  return bytes;
}

interface PostingsTarget {
  found: Frequencies;
  rankOf: Uint32Array;
  postingOffsets: Uint32Array;
  layout: { postingUnits: number; postingWeights: number };
  buffer: ArrayBuffer;
  unitCount: number;
}

/** Units are visited in order, so each term's postings come out ascending by unit. */
function writePostings(target: PostingsTarget): void {
  const { found, rankOf, postingOffsets, layout, buffer, unitCount } = target;
  const postingUnits = new Uint32Array(buffer, layout.postingUnits, found.termIds.length);
  const postingWeights = new Float32Array(buffer, layout.postingWeights, found.termIds.length);
  const meanLength = found.lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, unitCount) || 1;
  const next = postingOffsets.slice();
  for (let unit = 0; unit < unitCount; unit++) {
    const length = found.lengths[unit] ?? 0;
    for (let entry = found.starts[unit] ?? 0; entry < (found.starts[unit + 1] ?? 0); entry++) {
      const rank = rankOf[found.termIds[entry] ?? 0] ?? 0;
      const at = next[rank] ?? 0;
      next[rank] = at + 1;
      postingUnits[at] = unit;
      postingWeights[at] = termWeight(found.counts[entry] ?? 0, length, meanLength);
    }
  }
}
