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
  const { depth, parent } = placeOf(segments, piece);
  const sentences = piece.length > WHOLE_SEGMENT_MAX_CHARS ? cutSentences(piece) : [piece];
  const first = segments.length;
  sentences.forEach((sentence, i) => {
    if (i === 0) segments.push({ text: sentence, depth, parent });
    else segments.push({ text: sentence, depth, parent: first });
  });
}

/** What goes on in the middle of a sentence: a page or a passage has ended there. */
const CONTINUATION = /^\p{Ll}/u;
/** A penalty is that of the § before it, else of the caput; nothing stands under it. */
const PENALTY = /^Penas?\s*[-–—:]/u;
/** What provisions stand under, beside the first line: the head of an article that a law quotes. */
const HEAD = /^["“]?Art\b/iu;

function placeOf(segments: readonly QuoteSegment[], piece: string): Pick<QuoteSegment, "depth" | "parent"> {
  const kind = provisionAt(piece);
  if (kind !== null) {
    const depth = PROVISION_DEPTH[kind];
    return { depth, parent: findParent(segments, depth) };
  }
  const last = segments.at(-1);
  if (last !== undefined && CONTINUATION.test(piece)) {
    return { depth: last.depth, parent: beginningOf(segments, segments.length - 1) };
  }
  if (PENALTY.test(piece)) {
    return { depth: PROVISION_DEPTH.item, parent: findParent(segments, PROVISION_DEPTH.inciso) };
  }
  return { depth: 0, parent: null };
}

/** A heading between two provisions (`Homicídio qualificado`) is nobody's parent. */
function findParent(segments: readonly QuoteSegment[], depth: number): number | null {
  const index = segments.findLastIndex(
    (segment, i) =>
      segment.depth < depth &&
      (segment.depth > 0 || segment.parent !== null || i === 0 || HEAD.test(segment.text)),
  );
  return index === -1 ? null : beginningOf(segments, index);
}

/** The segment with which a provision begins, of one of its sentences. */
function beginningOf(segments: readonly QuoteSegment[], index: number): number {
  const parent = segments[index]?.parent ?? null;
  return parent !== null && segments[parent]?.depth === segments[index]?.depth ? parent : index;
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
