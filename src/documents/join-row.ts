import type { TextBlock } from "../domain/document-text.ts";

/** Longer rows are layout – two texts side by side – rather than data. */
const MAX_ROW_CHARS = 300;

/**
 * Blocks of one row of a table from those of its cells: a short row whose cells hold a paragraph each is one block, as a
 * figure means nothing without its label; of any other every paragraph stays a block, cell by cell.
 */
export function joinRow(cells: readonly (readonly TextBlock[])[]): TextBlock[] {
  const filled = cells.filter((cell) => cell.length > 0);
  const blocks = filled.flat();
  const text = blocks.map((block) => block.text).join(" ");
  if (blocks.length > filled.length || blocks.length < 2 || text.length > MAX_ROW_CHARS) return blocks;
  return [{ text, heading: blocks.every((block) => block.heading), pages: [] }];
}
