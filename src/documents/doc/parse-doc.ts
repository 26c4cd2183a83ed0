import type { DocumentText, TextBlock } from "../../domain/document-text.ts";
import { joinRow } from "../join-row.ts";
import { splitLineBreaks } from "../split-line-breaks.ts";
import { createFormatter, type Formatter, type ParagraphFormat } from "./format-paragraphs.ts";
import { type PartLengths, type Piece, readPieces } from "./read-pieces.ts";
import { readStreams } from "./read-streams.ts";

/** A paragraph as it lies in the text, without the mark that ends it. */
interface RawParagraph {
  text: string;
  /** Byte offset of its mark, which carries its formatting. */
  markFc: number;
  /** Whether that mark also ends a cell of a table. */
  endsCell: boolean;
}

/** A longer paragraph is no heading, however it is set. */
const MAX_HEADING_CHARS = 300;

/**
 * Reads a DOC file of Word 6 or later: the body, then footnotes, endnotes and text boxes. Headers and remarks are left
 * out, as is text that a tracked change deleted.
 *
 * The container is opened by word-extractor. Its text is not used: it writes optional hyphens and some other characters as
 * the word "undefined", takes other formatting for deletions, loses non-breaking hyphens, and knows neither headings nor
 * the numbers that Word shows before paragraphs.
 *
 * @throws VademecumError DOCUMENT_ENCRYPTED, DOCUMENT_DAMAGED, DOCUMENT_UNSUPPORTED
 */
export async function parseDoc(bytes: Uint8Array): Promise<DocumentText> {
  const streams = await readStreams(bytes);
  const { pieces, lengths, modern } = readPieces(streams);
  const formatter = createFormatter(streams, modern);
  const blocks = partsToRead(lengths).flatMap(([start, end]) =>
    blocksOfPart(splitParagraphs(pieces, { start, end, formatter }), formatter),
  );
  return { format: "doc", pageCount: null, pagesWithoutText: [], blocks };
}

function partsToRead(lengths: PartLengths): [start: number, end: number][] {
  const footnotes = lengths.body;
  const endnotes = footnotes + lengths.footnotes + lengths.headers + lengths.macros + lengths.annotations;
  const textboxes = endnotes + lengths.endnotes;
  return [
    [0, lengths.body],
    [footnotes, footnotes + lengths.footnotes],
    [endnotes, textboxes],
    [textboxes, textboxes + lengths.textboxes],
  ];
}

const PARAGRAPH_MARK = "\r";
const CELL_MARK = "\u0007";
const SECTION_MARK = "\f";

function splitParagraphs(
  pieces: readonly Piece[],
  part: { start: number; end: number; formatter: Formatter },
): RawParagraph[] {
  const paragraphs: RawParagraph[] = [];
  let text = "";
  for (const piece of pieces) {
    const from = Math.max(0, part.start - piece.startCp);
    const to = Math.min(piece.text.length, part.end - piece.startCp);
    let kept = from;
    for (let index = from; index < to; index++) {
      const mark = piece.text[index];
      if (mark !== PARAGRAPH_MARK && mark !== CELL_MARK && mark !== SECTION_MARK) continue;
      text += part.formatter.withoutDeletions(piece, kept, index);
      kept = index + 1;
      const markFc = piece.startFc + index * piece.bytesPerChar;
      if (!part.formatter.isDeleted(markFc)) {
        paragraphs.push({ text, markFc, endsCell: mark === CELL_MARK });
        text = "";
      }
    }
    if (kept < to) text += part.formatter.withoutDeletions(piece, kept, to);
  }
  if (text !== "") paragraphs.push({ text, markFc: -1, endsCell: false });
  return paragraphs;
}

function blocksOfPart(paragraphs: readonly RawParagraph[], formatter: Formatter): TextBlock[] {
  const blocks: TextBlock[] = [];
  let cells: TextBlock[][] = [];
  let cell: TextBlock[] = [];
  const endRow = () => {
    blocks.push(...joinRow([...cells, cell]));
    cells = [];
    cell = [];
  };
  for (const paragraph of paragraphs) {
    const format = formatter.describe(paragraph.markFc);
    if (!format.inTable || format.endsRow) endRow();
    if (format.endsRow) continue;
    const own = blocksOfParagraph(paragraph.text, format);
    if (!format.inTable) blocks.push(...own);
    else cell.push(...own);
    if (format.inTable && paragraph.endsCell) {
      cells.push(cell);
      cell = [];
    }
  }
  endRow();
  return blocks;
}

function blocksOfParagraph(raw: string, format: ParagraphFormat): TextBlock[] {
  const text = plainText(raw);
  const short = text.length <= MAX_HEADING_CHARS && !/[;,]\s*$/.test(text);
  const heading = short && format.heading;
  const labelled = format.label === "" || text.trim() === "" ? text : `${format.label} ${text.trimStart()}`;
  return splitLineBreaks(labelled, heading).map((part) => ({ text: part, heading, pages: [] }));
}

const FIELD_START = "\u0013";
const FIELD_RESULT = "\u0014";
const FIELD_END = "\u0015";
const WRITTEN_AS: Record<string, string> = { "\u000b": "\n", "\u001e": "-", "\u001f": "" };

/** Writes Word's control characters as text: of a field its result, of hyphens the visible ones. */
function plainText(text: string): string {
  let plain = "";
  // Of each field that is open, the innermost last: whether its result has begun. A field may end in a later paragraph.
  const fields: boolean[] = [];
  for (const char of text) {
    if (char === FIELD_START) fields.push(false);
    else if (char === FIELD_RESULT && fields.length > 0) fields[fields.length - 1] = true;
    else if (char === FIELD_END) fields.pop();
    else if (!fields.includes(false)) plain += WRITTEN_AS[char] ?? char;
  }
  return plain;
}
