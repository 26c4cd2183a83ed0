import { innerProvisionOffsets, PROVISION_DEPTH, provisionAt } from "../legal/provisions.ts";

/** A stretch of a unit that can be quoted by itself, word for word. */
export interface QuoteSegment {
  text: string;
  /** 0 for the head of the unit (the caput), then § 1, inciso 2, alínea 3, item 4. */
  depth: number;
  /** Index of the segment that it belongs under, null for the head. An inciso says nothing without its caput. */
  parent: number | null;
}

/** A sentence ends at `.`, `!` or `?` before a capital; abbreviations such as `art.` and `n.` do not end one. */
const SENTENCE_END =
  /(?<=[.!?]["”’)]?)(?<!\b(?:[Aa]rts?|[Nn]|[Nn]os?|[Ii]nc|[Pp]ar|[Ff]ls?|[Dd]r|[Dd]ra|[Ss]r|[Ss]ra)\.)\s+(?=["“(]?\p{Lu})/u;

/** Longer stretches are cut into sentences, so that a decisive one can stand alone. */
const WHOLE_SEGMENT_MAX_CHARS = 400;

/**
 * Cuts a unit's text at its provisions, and long ones at their sentences. Joined by white space the segments are the
 * text again.
 */
export function cutQuoteSegments(text: string): QuoteSegment[] {
  const segments: QuoteSegment[] = [];
  for (const paragraph of text.split("\n")) {
    for (const piece of cutAt(paragraph, innerProvisionOffsets(paragraph))) addPiece(segments, piece);
  }
  return segments;
}

function cutAt(text: string, offsets: readonly number[]): string[] {
  const bounds = [0, ...offsets, text.length];
  return bounds
    .slice(1)
    .map((end, i) => text.slice(bounds[i], end).trim())
    .filter((piece) => piece !== "");
}

function addPiece(segments: QuoteSegment[], piece: string): void {
  const kind = provisionAt(piece);
  const depth = kind ? PROVISION_DEPTH[kind] : 0;
  const parent = depth === 0 ? null : findParent(segments, depth);
  const sentences = piece.length > WHOLE_SEGMENT_MAX_CHARS ? cutSentences(piece) : [piece];
  const first = segments.length;
  sentences.forEach((sentence, i) => {
    if (i === 0) segments.push({ text: sentence, depth, parent });
    else segments.push({ text: sentence, depth, parent: first });
  });
}

function findParent(segments: readonly QuoteSegment[], depth: number): number | null {
  const index = segments.findLastIndex((segment) => segment.depth < depth);
  return index === -1 ? null : index;
}

/** A head such as `Art. 21.` or `§ 2º.` says nothing alone: it stays with the sentence that it heads. */
const HEAD_MAX_CHARS = 24;

function cutSentences(text: string): string[] {
  const sentences = text.split(SENTENCE_END);
  const [head = "", next] = sentences;
  if (next === undefined || head.length > HEAD_MAX_CHARS) return sentences;
  const end = text.indexOf(next, head.length) + next.length;
  return [text.slice(0, end), ...sentences.slice(2)];
}
