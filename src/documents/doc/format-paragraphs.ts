import { createLabeller } from "../label-paragraphs.ts";
import { readLists } from "./read-lists.ts";
import type { Piece } from "./read-pieces.ts";
import {
  type CharacterProperties,
  type FormattedRange,
  findRange,
  type ParagraphProperties,
  readCharacterRanges,
  readParagraphRanges,
} from "./read-properties.ts";
import type { WordStreams } from "./read-streams.ts";
import { readStyles } from "./read-styles.ts";

/** What the formatting of a file says of its text. */
export interface Formatter {
  /** Whether the character at a byte offset was deleted by a tracked change. */
  isDeleted(fc: number): boolean;
  /** A part of a piece's text without what was deleted; indexes are of characters in the piece. */
  withoutDeletions(piece: Piece, from: number, to: number): string;
  /** Heading or not, and the number shown before it, of the paragraph whose mark is at a byte offset. In order of the text. */
  describe(markFc: number): ParagraphFormat;
}

export interface ParagraphFormat {
  heading: boolean;
  label: string;
  inTable: boolean;
  endsRow: boolean;
}

const CENTRED = 1;
const TEXT_OUTLINE = 9;

const WITHOUT_FORMATTING: Formatter = {
  isDeleted: () => false,
  withoutDeletions: (piece, from, to) => piece.text.slice(from, to),
  describe: () => ({ heading: false, label: "", inTable: false, endsRow: false }),
};

/**
 * Reads the formatting of a DOC file. That of Word 6 and 95 is laid out differently and not read; where the tables of a
 * later one are damaged, its text is still good, and is taken without.
 */
export function createFormatter(streams: WordStreams, modern: boolean): Formatter {
  if (!modern) return WITHOUT_FORMATTING;
  const { main, table } = streams;
  const paragraphs = orElse([], () => readParagraphRanges(main, table));
  const characters = orElse([], () => readCharacterRanges(main, table));
  const styles = orElse(new Map(), () => readStyles(main, table));
  const writeLabel = createLabeller(orElse(new Map(), () => readLists(main, table)));
  const deletions = characters.filter((range) => range.properties.deleted === true);
  const boldRanges = characters.filter((range) => range.properties.bold !== null);

  return {
    isDeleted: (fc) => findRange(deletions, fc) !== null,
    withoutDeletions: (piece, from, to) => cutDeletions(piece, { from, to, deletions }),
    describe(markFc) {
      const range = findRange(paragraphs, markFc);
      const own: ParagraphProperties | undefined = range?.properties;
      const style = styles.get(own?.style ?? 0);
      const numbering = own?.numbering ?? style?.numbering ?? 0;
      const level = own?.level ?? style?.level ?? 0;
      const label = numbering === 0 ? "" : writeLabel(String(numbering), level);
      const centred = (own?.alignment ?? style?.alignment) === CENTRED;
      const bold = range !== null && isBold(range, boldRanges, style?.bold ?? false);
      const outlined = (own?.outline ?? TEXT_OUTLINE) < TEXT_OUTLINE;
      const heading = outlined || (style?.heading ?? false) || (centred && bold);
      return { heading, label, inTable: own?.inTable ?? false, endsRow: own?.endsRow ?? false };
    },
  };
}

function isBold(
  paragraph: FormattedRange<unknown>,
  boldRanges: readonly FormattedRange<CharacterProperties>[],
  styleBold: boolean,
): boolean {
  // The mark itself is not seen, and often left as it was.
  const first = findRange(boldRanges, paragraph.startFc);
  const last = findRange(boldRanges, Math.max(paragraph.startFc, paragraph.endFc - 4));
  return (first?.properties.bold ?? styleBold) && (last?.properties.bold ?? styleBold);
}

function cutDeletions(
  piece: Piece,
  part: { from: number; to: number; deletions: readonly FormattedRange<CharacterProperties>[] },
): string {
  const { from, to, deletions } = part;
  if (deletions.length === 0) return piece.text.slice(from, to);
  let text = "";
  for (let index = from; index < to; ) {
    const fc = piece.startFc + index * piece.bytesPerChar;
    const deletion = findRange(deletions, fc);
    if (deletion !== null) {
      index = Math.max(index + 1, Math.ceil((deletion.endFc - piece.startFc) / piece.bytesPerChar));
      continue;
    }
    text += piece.text[index];
    index++;
  }
  return text;
}

function orElse<T>(fallback: T, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof RangeError) return fallback;
    throw error;
  }
}
