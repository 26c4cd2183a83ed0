import type { TextBlock } from "../domain/document-text.ts";
import { parseSumulaHead, type SumulaHead } from "./sumulas.ts";

/** A súmula's head at the start of a block. */
export interface FoundSumula {
  block: number;
  head: SumulaHead;
}

/** Fewer súmulas than this with their text in the same paragraph, and none alone, are mentions rather than a list. */
const MIN_LISTED_SUMULAS = 3;

/**
 * The súmulas that a document lists, in reading order. A head that stands alone in its paragraph is one; heads followed
 * by text are where there are several. The same head twice in a row opens one súmula.
 */
export function findSumulas(blocks: readonly TextBlock[]): FoundSumula[] {
  const found = blocks.flatMap(({ text }, block) => {
    const head = parseSumulaHead(text);
    return head === null ? [] : [{ block, head }];
  });
  const alone = found.filter(({ block, head }) => head.length === blocks[block]?.text.length);
  if (alone.length === 0 && found.length < MIN_LISTED_SUMULAS) return [];
  return found.filter(({ head }, index) => {
    const before = found[index - 1]?.head;
    return before === undefined || !isSame(before, head);
  });
}

function isSame(a: SumulaHead, b: SumulaHead): boolean {
  return a.number === b.number && a.binding === b.binding && (a.court === b.court || b.court === null);
}
