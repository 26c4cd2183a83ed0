/** A paragraph or a list item of an answer. */
export interface Block {
  text: string;
  /** What marks it as an item of a list (`-`, `1.`), null for a paragraph. */
  marker: string | null;
}

const ITEM = /^\s*([-–—•‣▪]|\d{1,2}[.)]|[a-z]\))\s+(?=\S)/u;
/** A line that ends so is not carried on by the next. */
const LINE_ENDS = /[.:;!?…”"»)\]]$/u;
const OPENS = /[“«„]/gu;
const CLOSES = /[”»]/gu;
const STRAIGHT = /"/g;

/**
 * Cuts an answer at its blank lines, its list items and the lines that end as a sentence does. A quotation is never cut:
 * a law's own incisos and alíneas stand on lines of their own.
 */
export function splitBlocks(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split("\n");
  let current: Block | null = null;
  for (const [index, line] of lines.entries()) {
    if (current !== null && isOpen(current.text) && /[”»"]/.test(lines.slice(index).join("\n"))) {
      current.text += line.trim() === "" ? "" : `\n${line.trim()}`;
      continue;
    }
    if (line.trim() === "") {
      current = null;
      continue;
    }
    const marker = ITEM.exec(line);
    if (current !== null && marker === null && !LINE_ENDS.test(current.text)) {
      current.text += ` ${line.trim()}`;
      continue;
    }
    current = { text: line.slice(marker?.[0].length ?? 0).trim(), marker: marker?.[1] ?? null };
    blocks.push(current);
  }
  return blocks;
}

/** Whether a quotation was begun and not ended. */
function isOpen(text: string): boolean {
  if (count(text, OPENS) > count(text, CLOSES)) return true;
  return count(text, STRAIGHT) % 2 === 1;
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
