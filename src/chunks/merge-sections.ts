import type { TextBlock } from "../domain/document-text.ts";
import type { CountTokens } from "../embedding/tokenizer.ts";
import type { Heading } from "../legal/headings.ts";
import type { Piece, Section } from "../legal/structure.ts";

/** Sections below this size are too little to be found or cited by themselves, in tokens. */
const SMALL_SECTION_TOKENS = 40;
/** Neighbours are merged no further than this, so that a chunk holds them. */
const MERGED_MAX_TOKENS = 110;

/**
 * Joins runs of sections without unit of which each is only a line or two (slides, forms, tables of contents). The
 * headings between them become text, and the hierarchy is what all of them share. Units are never touched.
 */
export function mergeSmallSections(options: {
  sections: readonly Section[];
  blocks: readonly TextBlock[];
  countTokens: CountTokens;
}): Section[] {
  const { sections, blocks, countTokens } = options;
  const sizeOf = (pieces: readonly Piece[]): number =>
    pieces.reduce(
      (sum, { block, start, end }) => sum + countTokens(blocks[block]?.text.slice(start, end) ?? ""),
      0,
    );
  const merged: { section: Section; tokens: number }[] = [];
  for (const section of sections) {
    const last = merged.at(-1);
    const mergeable = section.unit === null && last !== undefined && last.section.unit === null;
    if (!mergeable) {
      merged.push({ section, tokens: section.unit === null ? sizeOf(section.pieces) : 0 });
      continue;
    }
    const own = sizeOf(section.pieces);
    const both = last.tokens + own + sizeOf(section.headings);
    const small = last.tokens < SMALL_SECTION_TOKENS || own < SMALL_SECTION_TOKENS;
    if (small && both <= MERGED_MAX_TOKENS) {
      last.section = join(last.section, section);
      last.tokens = both;
    } else {
      merged.push({ section, tokens: own });
    }
  }
  return merged.map(({ section }) => section);
}

function join(first: Section, second: Section): Section {
  const trail = sharedTrail(first.trail, second.trail);
  // A heading that the merged section no longer stands under must not vanish from the text.
  const lost = first.trail.length > trail.length ? first.headings : [];
  return {
    unit: null,
    trail,
    rubric: null,
    headings: lost.length > 0 ? [] : first.headings,
    pieces: [...lost, ...first.pieces, ...second.headings, ...second.pieces],
  };
}

function sharedTrail(a: readonly Heading[], b: readonly Heading[]): Heading[] {
  const shared = a.findIndex((heading, index) => heading !== b[index]);
  return a.slice(0, shared < 0 ? a.length : shared);
}
