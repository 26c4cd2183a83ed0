import type { TextBlock } from "../domain/document-text.ts";
import type { CountTokens } from "../embedding/tokenizer.ts";
import type { Slice } from "../legal/segments.ts";
import type { Piece, Section } from "../legal/structure.ts";
import { splitText } from "./split-text.ts";
import { CUT_COST, type WindowPiece } from "./windows.ts";

/** A part of a section that a window holds whole. */
export type SectionPart = Slice & WindowPiece;

/** A section's pieces, those beyond `maxTokens` cut further, each with its size and the cost of beginning a window. */
export function cutSection(options: {
  section: Section;
  blocks: readonly TextBlock[];
  maxTokens: number;
  countTokens: CountTokens;
}): SectionPart[] {
  const { section, blocks, maxTokens, countTokens } = options;
  const inUnit = section.unit !== null;
  return section.pieces.flatMap((piece, index) => {
    const text = blocks[piece.block]?.text.slice(piece.start, piece.end) ?? "";
    const before = section.pieces[index - 1];
    return splitText(text, maxTokens, countTokens)
      .filter(({ start, end }) => text.slice(start, end).trim() !== "")
      .map(({ start, end, tokens, begins }) => ({
        block: piece.block,
        start: piece.start + start,
        end: piece.start + end,
        tokens,
        cutCost: begins === "text" ? costOfCutBefore({ piece, before, inUnit }) : CUT_COST[begins],
      }));
  });
}

function costOfCutBefore(parts: { piece: Piece; before: Piece | undefined; inUnit: boolean }): number {
  const { piece, before, inUnit } = parts;
  if (before?.kind === "title") return CUT_COST.afterTitle;
  if (piece.kind === null || piece.kind === "caput") return CUT_COST.text;
  // Outside of articles a number begins the next question, clause or point rather than a detail.
  return piece.kind === "item" && !inUnit ? CUT_COST.point : CUT_COST[piece.kind];
}
