import { readCitations } from "./citation-marks.ts";
import { splitBlocks } from "./split-blocks.ts";
import { splitSentences } from "./split-sentences.ts";

/** A sentence of an answer, without its citation marks. */
export interface RawStatement {
  text: string;
  citations: number[];
  /** Number of the paragraph or list item that it stands in, from 0. */
  block: number;
  /** What marks the list item that it begins, null elsewhere. */
  marker: string | null;
  /** Whether it is all that its paragraph says, and no list item. */
  standsAlone: boolean;
}

/**
 * Reads an answer as statements: the sentences of its paragraphs and list items, with the passages that each cites. A
 * citation that stands alone belongs to the statement before it.
 * @param known numbers of the passages; marks with others are dropped
 */
export function parseStatements(text: string, known: ReadonlySet<number>): RawStatement[] {
  const statements: RawStatement[] = [];
  for (const [block, { text: paragraph, marker }] of splitBlocks(text).entries()) {
    const sentences = splitSentences(paragraph);
    for (const [index, sentence] of sentences.entries()) {
      const read = readCitations(sentence, known);
      const bare = tidy(read.text);
      const last = statements.at(-1);
      if (!/[\p{L}\p{N}]/u.test(bare)) {
        if (last !== undefined) last.citations = merge(last.citations, read.citations);
        continue;
      }
      statements.push({
        text: bare,
        citations: read.citations,
        block,
        marker: index === 0 ? marker : null,
        standsAlone: sentences.length === 1 && marker === null,
      });
    }
  }
  return statements;
}

function merge(a: readonly number[], b: readonly number[]): number[] {
  return [...new Set([...a, ...b])].sort((x, y) => x - y);
}

function tidy(text: string): string {
  return text
    .replace(/[ \t]+(?=[.,;:!?](?:\s|$))/g, "")
    .replace(/\(\s*\)/g, "")
    .replace(/[ \t]{2,}/g, " ")
    .trim();
}
