import type { PageStart, TextBlock } from "../../domain/document-text.ts";
import { cleanText, hasWords } from "../clean-text.ts";
import type { TextLine } from "./build-lines.ts";

/** Joins lines in reading order into paragraphs, over page breaks too. */
export function joinParagraphs(lines: readonly TextLine[]): TextBlock[] {
  const groups: TextLine[][] = [];
  const right = new Map<number, number>();
  for (const line of lines) {
    const key = Math.round(line.left / 250);
    right.set(key, Math.max(right.get(key) ?? 0, line.right));
  }
  for (const line of lines) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group !== undefined && last !== undefined && belongs(group, last, line, right)) group.push(line);
    else groups.push([line]);
  }
  return groups.map(blockOf).filter((block) => hasWords(block.text));
}

function belongs(
  group: readonly TextLine[],
  last: TextLine,
  line: TextLine,
  right: ReadonlyMap<number, number>,
): boolean {
  if (Math.abs(last.size - line.size) > 0.5) return false;
  const margin = right.get(Math.round(last.left / 250)) ?? last.right;
  if (last.right < margin - 0.12 * (margin - last.left) && last.page === line.page) return false;
  const first = group[0] ?? last;
  const samePlace = last.page === line.page && line.baseline < last.baseline;
  if (samePlace && last.baseline - line.baseline > 1.35 * line.size * 1.15) return false;
  if (group.length > 1) return Math.abs(line.left - last.left) < 2 || !samePlace;
  // The next paragraph may be indented as this one's first line is: then it starts where that one did.
  const startsAlike =
    Math.abs(line.left - first.left) < 2 && /^(Art|§|Par|[IVXLC]+ -|[a-z]\))/.test(line.text);
  return !startsAlike && (line.left <= first.left + 2 || !samePlace);
}

function blockOf(group: readonly TextLine[]): TextBlock {
  let text = "";
  const pages: PageStart[] = [];
  for (const line of group) {
    const part = cleanText(line.text);
    if (part === "") continue;
    const hyphenated = /\p{Ll}-$/u.test(text) && /^\p{Ll}/u.test(part);
    if (text !== "" && !hyphenated) text += " ";
    if (hyphenated) text = text.slice(0, -1);
    if (pages.at(-1)?.page !== line.page) pages.push({ offset: text.length, page: line.page });
    text += part;
  }
  return { text, heading: false, pages };
}
