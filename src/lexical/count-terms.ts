import type { ChunkRecord, DocumentRecord } from "../domain/meta.ts";
import { beginsUnit } from "../domain/units.ts";
import { createWordList, type WordList } from "../domain/word-list.ts";
import { type Analyzer, createAnalyzer } from "./analyze.ts";
import { createVocabulary, type Vocabulary } from "./vocabulary.ts";

/** What counts how often, measured in docs/retrieval.md: a unit is found by its text and by where it stands. */
const FIELD_WEIGHTS = { text: 1, path: 1, rubric: 2, title: 1 } as const;

export type LexicalChunk = Pick<ChunkRecord, "document" | "unit" | "part" | "path" | "rubric" | "text">;

export type LexicalSource = {
  documents: readonly Pick<DocumentRecord, "title">[];
  /** Gone through once. */
  chunks: Iterable<LexicalChunk>;
};

/** Term frequencies of one unit after the other: `starts[i] … starts[i+1]` are the entries of unit i. */
export interface TermCounts {
  vocabulary: Vocabulary;
  unitCount: number;
  starts: WordList;
  termIds: WordList;
  /** How often the term stands in the unit, times the weights of its fields. */
  frequencies: WordList;
  /** Terms of each unit, times the weights of their fields. */
  lengths: WordList;
}

/** Counts the terms of every unit (see `beginsUnit`). Memory is 8 bytes an entry, and that of the vocabulary. */
export function countTerms(source: LexicalSource): TermCounts {
  const analyze = createAnalyzer();
  const titleTerms = source.documents.map((document) => analyze(document.title));
  const counter = createUnitCounter();
  let first: LexicalChunk | null = null;
  let index = 0;
  for (const chunk of source.chunks) {
    if (first === null || beginsUnit(chunk, index)) {
      if (first) finishUnit(counter, analyze, first, titleTerms);
      first = chunk;
    }
    counter.add(analyze(chunk.text), FIELD_WEIGHTS.text);
    index += 1;
  }
  if (first) finishUnit(counter, analyze, first, titleTerms);
  return counter.counts();
}

/** Behind the text of all a unit's chunks comes the context of its first. */
function finishUnit(
  counter: UnitCounter,
  analyze: Analyzer,
  first: LexicalChunk,
  titleTerms: readonly (readonly string[])[],
): void {
  counter.add(analyze(first.path), FIELD_WEIGHTS.path);
  counter.add(analyze(first.rubric ?? ""), FIELD_WEIGHTS.rubric);
  counter.add(titleTerms[first.document] ?? [], FIELD_WEIGHTS.title);
  counter.endUnit();
}

const FIRST_TERMS = 1 << 16;

function lengthened(words: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(2 * words.length);
  longer.set(words);
  return longer;
}

interface UnitCounter {
  add(terms: readonly string[], weight: number): void;
  endUnit(): void;
  counts(): TermCounts;
}

function createUnitCounter(): UnitCounter {
  const vocabulary = createVocabulary();
  const [starts, termIds, frequencies, lengths] = [
    createWordList(),
    createWordList(),
    createWordList(),
    createWordList(),
  ];
  starts.push(0);
  /** By term id, all 0 but for the terms of the unit at hand, which are listed beside. */
  let inUnit = new Uint32Array(FIRST_TERMS);
  let unitTerms: number[] = [];
  let length = 0;
  return {
    add(terms, weight) {
      length += terms.length * weight;
      for (const term of terms) {
        const id = vocabulary.idOf(term);
        if (id >= inUnit.length) inUnit = lengthened(inUnit);
        const before = inUnit[id] ?? 0;
        if (before === 0) unitTerms.push(id);
        inUnit[id] = before + weight;
      }
    },
    endUnit() {
      for (const id of unitTerms) {
        termIds.push(id);
        frequencies.push(inUnit[id] ?? 0);
        inUnit[id] = 0;
      }
      starts.push(termIds.length);
      lengths.push(length);
      unitTerms = [];
      length = 0;
    },
    counts: () => ({ vocabulary, unitCount: lengths.length, starts, termIds, frequencies, lengths }),
  };
}
