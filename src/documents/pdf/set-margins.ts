import type { Segment } from "./build-segments.ts";
import type { Frame } from "./order-frames.ts";

/** A line in reading order. */
export interface Line extends Segment {
  /** Left and right margin of the text that the line belongs to: its column, its table cell. */
  marginLeft: number;
  marginRight: number;
  /** Whether it starts a column or a cell; what stands before it in reading order does not stand above it. */
  startsFrame: boolean;
}

interface Margins {
  marginLeft: number;
  marginRight: number;
}

/** From so many lines on, a frame's own lines show its margins. */
const MIN_TELLING_LINES = 12;
/** This share of the lines may reach beyond a margin. */
const OUTLIER_SHARE = 0.03;
/** Left edges this near to each other, in points, are the same margin. */
const EDGE_TOLERANCE = 1.5;

/**
 * Finds the margins of every line. A frame of few lines – the last column of a document – takes those of a longer one
 * that starts at the same margin and holds its lines; a cell of a table stands for itself, what else is short belongs
 * to its page.
 */
export function setMargins(pages: readonly (readonly Frame[])[]): Line[] {
  const columns = pages
    .flat()
    .filter((frame) => frame.length >= MIN_TELLING_LINES)
    .map(marginsOf);
  return pages.flatMap((frames) => {
    const page = marginsOf(frames.flat());
    return frames.flatMap((frame) => {
      const margins = chooseMargins({ frame, frames, page, columns });
      return frame.map((line, index) => ({ ...line, ...margins, startsFrame: index === 0 }));
    });
  });
}

function chooseMargins(at: {
  frame: Frame;
  frames: readonly Frame[];
  page: Margins;
  columns: readonly Margins[];
}): Margins {
  const own = marginsOf(at.frame);
  if (at.frame.length >= MIN_TELLING_LINES) return own;
  const column = at.columns
    .filter(({ marginLeft }) => Math.abs(marginLeft - own.marginLeft) <= EDGE_TOLERANCE)
    .filter(({ marginRight }) => marginRight >= own.marginRight - EDGE_TOLERANCE)
    .sort((a, b) => a.marginRight - b.marginRight)[0];
  if (column !== undefined) return column;
  return at.frames.some((other) => other !== at.frame && standsBeside(other, at.frame)) ? own : at.page;
}

function standsBeside(a: Frame, b: Frame): boolean {
  const [top, bottom] = [a[0]?.baseline ?? 0, a.at(-1)?.baseline ?? 0];
  return b.some((line) => line.baseline <= top && line.baseline >= bottom);
}

/** Margins of the running text among segments: titles in other type may reach beyond them. */
function marginsOf(segments: readonly Segment[]): Margins {
  const charsBySize = new Map<number, number>();
  for (const { size, text } of segments) charsBySize.set(size, (charsBySize.get(size) ?? 0) + text.length);
  const [mainSize] = [...charsBySize].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0]);
  const running = segments.filter((segment) => segment.size === mainSize);
  const outliers = Math.floor(OUTLIER_SHARE * running.length);
  const lefts = running.map((segment) => segment.left).sort((a, b) => a - b);
  const rights = running.map((segment) => segment.right).sort((a, b) => b - a);
  return { marginLeft: lefts[outliers] ?? 0, marginRight: rights[outliers] ?? 0 };
}
