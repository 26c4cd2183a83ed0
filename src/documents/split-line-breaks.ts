import { cleanText, hasWords } from "./clean-text.ts";
import { endsItem, startsItem } from "./item-start.ts";

/**
 * Splits a paragraph at the line breaks its author typed. Where text came from a web page or an old program, such breaks
 * stand for paragraphs: a break behind the end of a sentence or item, or before what looks like the next one, parts two
 * blocks. Any other only lays out a line, and becomes a blank. In a heading every break parts: `CAPÍTULO I` and its title.
 */
export function splitLineBreaks(text: string, heading: boolean): string[] {
  const parts: string[] = [];
  for (const line of text.split("\n").map(cleanText)) {
    const last = parts.at(-1);
    if (line === "") continue;
    if (last === undefined || heading || endsItem(last) || startsItem(line, `${last}.`)) parts.push(line);
    else parts[parts.length - 1] = `${last} ${line}`;
  }
  return parts.filter(hasWords);
}
