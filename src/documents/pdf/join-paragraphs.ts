import type { PageStart, TextBlock } from "../../domain/document-text.ts";
import { cleanText, hasWords } from "../clean-text.ts";
import { endsItem, startsItem } from "../item-start.ts";
import { isHeading } from "./is-heading.ts";
import { measureType, type TypeStyle } from "./measure-type.ts";
import type { Line } from "./set-margins.ts";
import { joinAtLineEnd, type LineEndKnowledge, learnLineEnds } from "./undo-hyphenation.ts";

/** Joins lines in reading order into paragraphs, over the breaks of columns and pages too. */
export function joinParagraphs(lines: readonly Line[]): TextBlock[] {
  const style = measureType(lines);
  const knowledge = learnLineEnds(lines.map((line) => line.text));
  const paragraphs: Line[][] = [];
  for (const line of lines) {
    const paragraph = findOpen(paragraphs, line);
    if (paragraph !== undefined && goesOn(paragraph, line, style)) paragraph.push(line);
    else paragraphs.push([line]);
  }
  return paragraphs
    .map((paragraph) => buildBlock(paragraph, style, knowledge))
    .filter((block) => hasWords(block.text));
}

/** A line of smaller type than this share of the text's is a note to it. */
const NOTE_SHARE = 0.93;

/** The paragraph that a line may go on: the last one or, behind a page's end, the last one before that page's footnotes. */
function findOpen(paragraphs: readonly Line[][], line: Line): Line[] | undefined {
  const last = paragraphs.at(-1);
  const lastPage = last?.at(-1)?.page;
  if (lastPage === undefined || lastPage === line.page) return last;
  const isNote = (other: Line) => other.page === lastPage && other.size < NOTE_SHARE * line.size;
  return paragraphs.findLast((paragraph) => !paragraph.every(isNote));
}

/** Whether a line belongs to the paragraph before it. */
function goesOn(paragraph: readonly Line[], line: Line, style: TypeStyle): boolean {
  const first = paragraph[0];
  const last = paragraph.at(-1);
  if (first === undefined || last === undefined) return false;
  if (Math.abs(last.size - line.size) > 0.08 * Math.max(last.size, line.size)) return false;
  if (last.bold !== line.bold && last.bold !== line.boldStart) return false;
  if (last.cells > 1 && line.cells > 1) return false;
  if (endsEarly(last, line)) return false;
  const isItem = startsItem(line.text, last.text);
  if (line.page !== last.page || line.startsFrame) return goesOnOverBreak(last, line, isItem);
  const gap = last.baseline - line.baseline;
  if (gap > style.maxLeading(line.size)) return false;
  if (gap < 0.3 * line.size) return true;
  return !isItem && fitsIndent({ paragraph, first, last, line });
}

/** Over a column's or a page's end only the margins tell, and the words. */
function goesOnOverBreak(last: Line, line: Line, isItem: boolean): boolean {
  if (isItem) return false;
  // On one page text goes on in the column to the right, and nowhere else.
  if (line.page === last.page && line.marginLeft < last.marginRight) return false;
  const sameWidth = Math.abs(widthOf(last) - widthOf(line)) < 0.35 * Math.max(widthOf(last), widthOf(line));
  if (!sameWidth) return false;
  const indented = line.left - line.marginLeft > 0.8 * line.size;
  if (!endsItem(last.text)) return true;
  return !indented && !/^\p{Lu}/u.test(line.text);
}

function widthOf(line: Line): number {
  return line.marginRight - line.marginLeft;
}

/** Whether a line stops although the next one's first word would still have fitted in. */
function endsEarly(last: Line, line: Line): boolean {
  const firstWord = /^\S+/.exec(line.text)?.[0] ?? "";
  const charWidth = (line.right - line.left) / Math.max(1, line.text.length);
  const needed = (firstWord.length + 1) * charWidth + 0.5 * line.size;
  return last.marginRight - last.right > needed;
}

function fitsIndent(at: { paragraph: readonly Line[]; first: Line; last: Line; line: Line }): boolean {
  const tolerance = 0.25 * at.line.size;
  const shift = at.line.left - at.last.left;
  if (Math.abs(shift) <= tolerance) return true;
  // The second line decides how a paragraph stands: back to the margin, or hanging under its first word.
  if (at.paragraph.length === 1) return shift < 0 || shift < 6 * at.line.size;
  // Set to the middle or to the right, lines start anywhere.
  return isCentred(at.last) && isCentred(at.line);
}

function isCentred(line: Line): boolean {
  const left = line.left - line.marginLeft;
  const right = line.marginRight - line.right;
  return left > line.size && Math.abs(left - right) < 1.5 * line.size;
}

function buildBlock(paragraph: readonly Line[], style: TypeStyle, knowledge: LineEndKnowledge): TextBlock {
  let text = "";
  const pages: PageStart[] = [];
  for (const line of paragraph) {
    const part = cleanText(line.text) + (/\u00ad\s*$/.test(line.text) ? "\u00ad" : "");
    if (part === "") continue;
    const joined = joinAtLineEnd(text, part, knowledge);
    if (pages.at(-1)?.page !== line.page)
      pages.push({ offset: joined.length - part.length, page: line.page });
    text = joined;
  }
  text = text.replace(/\u00ad$/, "");
  return { text, heading: isHeading(paragraph, text, style), pages };
}
