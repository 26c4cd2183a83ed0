import { termWeight } from "./bm25.ts";
import { countTerms, type LexicalSource, type TermCounts } from "./count-terms.ts";
import { type LexicalCounts, type LexicalLayout, layoutOf, writeHeader } from "./lexical-format.ts";
import type { SortedTerms } from "./vocabulary.ts";

/**
 * The bytes of `lexical.bin` for the documents and chunks of an index: postings of every term over the units (see
 * `beginsUnit`), each with its BM25 weight. The same input gives the same bytes on any machine. Beside the bytes
 * themselves, memory is about as much for the counts they are made from.
 */
export function buildLexical(source: LexicalSource): Uint8Array<ArrayBuffer> {
  const found = countTerms(source);
  const terms = found.vocabulary.sorted();
  const counts: LexicalCounts = {
    units: found.unitCount,
    terms: terms.ids.length,
    postings: found.termIds.length,
    termBytes: terms.bytes.length,
  };
  const layout = layoutOf(counts);
  const buffer = new ArrayBuffer(layout.end);
  writeTerms(buffer, layout, terms);
  writePostings(buffer, layout, found, terms);
  const bytes = new Uint8Array(buffer);
  writeHeader(bytes, counts);
  return bytes;
}

function writeTerms(buffer: ArrayBuffer, layout: LexicalLayout, { ids, bytes, starts }: SortedTerms): void {
  const termOffsets = new Uint32Array(buffer, layout.termOffsets, ids.length + 1);
  const target = new Uint8Array(buffer, layout.terms, bytes.length);
  ids.forEach((id, rank) => {
    const term = bytes.subarray(starts[id], starts[id + 1]);
    const start = termOffsets[rank] ?? 0;
    termOffsets[rank + 1] = start + term.length;
    target.set(term, start);
  });
}

/** Units are visited in order, so each term's postings come out ascending by unit. */
function writePostings(
  buffer: ArrayBuffer,
  layout: LexicalLayout,
  found: TermCounts,
  terms: SortedTerms,
): void {
  const { unitCount, starts, termIds, frequencies, lengths } = found;
  const rankOf = new Uint32Array(terms.ids.length);
  terms.ids.forEach((id, rank) => {
    rankOf[id] = rank;
  });
  const postingOffsets = new Uint32Array(buffer, layout.postingOffsets, rankOf.length + 1);
  for (let entry = 0; entry < termIds.length; entry++) {
    const next = (rankOf[termIds.at(entry)] ?? 0) + 1;
    postingOffsets[next] = (postingOffsets[next] ?? 0) + 1;
  }
  for (let rank = 0; rank < rankOf.length; rank++) {
    postingOffsets[rank + 1] = (postingOffsets[rank + 1] ?? 0) + (postingOffsets[rank] ?? 0);
  }
  const postingUnits = new Uint32Array(buffer, layout.postingUnits, termIds.length);
  const postingWeights = new Float32Array(buffer, layout.postingWeights, termIds.length);
  let totalLength = 0;
  for (let unit = 0; unit < unitCount; unit++) totalLength += lengths.at(unit);
  const meanLength = totalLength / Math.max(1, unitCount) || 1;
  const next = postingOffsets.slice();
  for (let unit = 0; unit < unitCount; unit++) {
    for (let entry = starts.at(unit); entry < starts.at(unit + 1); entry++) {
      const rank = rankOf[termIds.at(entry)] ?? 0;
      const at = next[rank] ?? 0;
      next[rank] = at + 1;
      postingUnits[at] = unit;
      postingWeights[at] = termWeight(frequencies.at(entry), lengths.at(unit), meanLength);
    }
  }
}
