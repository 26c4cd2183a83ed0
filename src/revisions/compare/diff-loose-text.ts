import { diffArrays } from "diff";
import { diffWords, haveSameWords, withPlainSpace } from "./diff-words.ts";
import type { TextChange, UnitChange, UnitText } from "./revision-diff.ts";

interface Line {
  text: string;
  path: string;
}

/** Beyond this many differing lines the texts are compared as a whole, whose lines in common are still told. */
const MAX_EDITED_LINES = 2000;

/** A place where the lines of two texts differ. */
interface Hunk {
  removed: Line[];
  added: Line[];
}

export interface LooseTextDiff {
  added: UnitText[];
  removed: UnitText[];
  changed: UnitChange[];
}

/**
 * Compares what stands outside any unit in two versions of a document: first line by line, then the words of the lines
 * that differ. Lines that only stand elsewhere are no change.
 */
export function diffLooseText(before: readonly UnitText[], after: readonly UnitText[]): LooseTextDiff {
  const diff: LooseTextDiff = { added: [], removed: [], changed: [] };
  for (const hunk of withoutMovedLines(findHunks(linesOf(before), linesOf(after)))) addHunk(diff, hunk);
  return diff;
}

function linesOf(texts: readonly UnitText[]): Line[] {
  return texts.flatMap(({ text, path }) =>
    text
      .split("\n")
      .map((line) => ({ text: withPlainSpace(line), path }))
      .filter((line) => line.text !== ""),
  );
}

function findHunks(before: Line[], after: Line[]): Hunk[] {
  const hunks: Hunk[] = [];
  let open: Hunk | null = null;
  const stretches = diffArrays(before, after, {
    comparator: (a, b) => a.text === b.text,
    maxEditLength: MAX_EDITED_LINES,
  });
  if (stretches === undefined) return [{ removed: before, added: after }];
  for (const { added, removed, value } of stretches) {
    if (!added && !removed) {
      open = null;
      continue;
    }
    if (open === null) {
      open = { removed: [], added: [] };
      hunks.push(open);
    }
    open[added ? "added" : "removed"].push(...value);
  }
  return hunks;
}

/** A line that is removed at one place and added at another has moved. */
function withoutMovedLines(hunks: readonly Hunk[]): Hunk[] {
  const removed = countLines(hunks.flatMap((hunk) => hunk.removed));
  const added = countLines(hunks.flatMap((hunk) => hunk.added));
  const moved = new Map([...removed].map(([text, count]) => [text, Math.min(count, added.get(text) ?? 0)]));
  const keep = (left: Map<string, number>) => (line: Line) => {
    const count = left.get(line.text) ?? 0;
    left.set(line.text, count - 1);
    return count <= 0;
  };
  const [keepRemoved, keepAdded] = [keep(new Map(moved)), keep(new Map(moved))];
  return hunks.map((hunk) => ({
    removed: hunk.removed.filter(keepRemoved),
    added: hunk.added.filter(keepAdded),
  }));
}

function countLines(lines: readonly Line[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { text } of lines) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

function addHunk(diff: LooseTextDiff, { removed, added }: Hunk): void {
  const [before, after] = [joinLines(removed), joinLines(added)];
  const [from, to] = [removed[0]?.path, added[0]?.path];
  if (to !== undefined && from === undefined) diff.added.push({ unit: null, path: to, text: after });
  if (from !== undefined && to === undefined) diff.removed.push({ unit: null, path: from, text: before });
  // The same words with other line breaks, as where a chunk is cut elsewhere, are no change.
  if (from === undefined || to === undefined || haveSameWords(before, after)) return;
  const changes: TextChange[] = diffWords(before, after);
  diff.changed.push({ unit: null, path: to, previousPath: from === to ? null : from, changes });
}

function joinLines(lines: readonly Line[]): string {
  return lines.map(({ text }) => text).join("\n");
}
