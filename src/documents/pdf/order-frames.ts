import type { Segment } from "./build-segments.ts";

/** Lines that stand under each other in reading order: a column, a cell of a table, or all of a page. */
export type Frame = Segment[];

/** Segments on one baseline, left to right. */
type Row = Segment[];

/** A gap this wide, in sizes of type, is none between words, however much a line is stretched. */
const CELL_GAP = 2;
/** From this many rows on a page, two blocks of text side by side are looked at as columns. */
const MIN_COLUMN_ROWS = 6;
/** Lines of running text fill their column to this share; cells of tables do not. */
const MIN_COLUMN_FILL = 0.6;
/** More jumps back than this share of a page's rows, and the file's own order is not that of reading. */
const MAX_JUMPS_BACK = 0.12;

/**
 * Puts the segments of a page into reading order, frame by frame, and joins those on one line. Most programs write text in the order in
 * which it is read, tables cell by cell included, and that order is kept; where the text of columns is mixed line by line,
 * or the order jumps about, it is made anew from the places on the page.
 */
export function orderFrames(segments: readonly Segment[]): Frame[] {
  const rows = buildRows(segments);
  const gutter = findGutter(rows);
  const jumpy = countJumpsBack(segments) > Math.max(3, MAX_JUMPS_BACK * rows.length);
  if (gutter !== null && (jumpy || isMixed(segments, gutter)))
    return splitColumns(rows, gutter).map(joinRows);
  return (jumpy ? [rows.flat()] : splitAtJumps(segments)).map(joinRows);
}

function buildRows(segments: readonly Segment[]): Row[] {
  const rows: Row[] = [];
  for (const segment of [...segments].sort((a, b) => b.baseline - a.baseline)) {
    const row = rows.at(-1);
    if (row?.[0] !== undefined && onOneLine(row[0], segment)) row.push(segment);
    else rows.push([segment]);
  }
  for (const row of rows) row.sort((a, b) => a.left - b.left);
  return rows;
}

function onOneLine(a: Segment, b: Segment): boolean {
  return Math.abs(a.baseline - b.baseline) <= 0.35 * Math.min(a.size, b.size);
}

/** How often a segment stands higher than the one before it without standing to its right. */
function countJumpsBack(segments: readonly Segment[]): number {
  return segments.filter((segment, index) => {
    const before = segments[index - 1];
    return before !== undefined && isAbove(segment, before) && segment.left < before.right;
  }).length;
}

function isAbove(segment: Segment, other: Segment): boolean {
  return segment.baseline > other.baseline + 0.5 * other.size;
}

/** The middle of the gap between two columns of running text, null where there are none. */
function findGutter(rows: readonly Row[]): number | null {
  const all = rows.flat();
  const left = Math.min(...all.map((segment) => segment.left));
  const right = Math.max(...all.map((segment) => segment.right));
  let best: { x: number; split: number } | null = null;
  const run: number[] = [];
  for (let x = left + 0.2 * (right - left); x < right - 0.2 * (right - left); x += 2) {
    const split = rows.filter((row) => isSplitAt(row, x)).length;
    if (best === null || split > best.split) {
      best = { x, split };
      run.length = 0;
    }
    if (split === best.split && x - (run.at(-1) ?? x) <= 2) run.push(x);
  }
  if (best === null || best.split < Math.max(MIN_COLUMN_ROWS, 0.3 * rows.length)) return null;
  const x = run[Math.floor(run.length / 2)] ?? best.x;
  return isRunningText(rows, x) ? x : null;
}

function isSplitAt(row: Row, x: number): boolean {
  return (
    row.some((segment) => segment.right < x) && row.some((segment) => segment.left > x) && !isCrossing(row, x)
  );
}

function isCrossing(row: Row, x: number): boolean {
  return row.some((segment) => segment.left <= x && segment.right >= x);
}

function isRunningText(rows: readonly Row[], x: number): boolean {
  const split = rows.filter((row) => isSplitAt(row, x));
  const lefts = split.map((row) => row.filter((segment) => segment.right < x));
  const rights = split.map((row) => row.filter((segment) => segment.left > x));
  return [lefts, rights].every((side) => {
    const segments = side.flat();
    const from = Math.min(...segments.map((segment) => segment.left));
    const to = Math.max(...segments.map((segment) => segment.right));
    const fills = side.map(
      (row) => row.reduce((sum, { left, right }) => sum + right - left, 0) / (to - from),
    );
    return median(fills) >= MIN_COLUMN_FILL;
  });
}

/** Whether the file draws line by line over the gutter, so that its order mixes the columns. */
function isMixed(segments: readonly Segment[], gutter: number): boolean {
  const hops = segments.filter((segment, index) => {
    const before = segments[index - 1];
    return (
      before !== undefined && before.right < gutter && segment.left > gutter && onOneLine(before, segment)
    );
  });
  return hops.length >= MIN_COLUMN_ROWS;
}

/** Frames in reading order: what spans the gutter ends the columns above it. */
function splitColumns(rows: readonly Row[], gutter: number): Segment[][] {
  const frames: Segment[][] = [];
  let left: Segment[] = [];
  let right: Segment[] = [];
  const flush = () => {
    frames.push(...splitAgain(left), ...splitAgain(right));
    left = [];
    right = [];
  };
  for (const row of rows) {
    if (isCrossing(row, gutter)) {
      flush();
      frames.push(row);
    } else {
      left.push(...row.filter((segment) => segment.right < gutter));
      right.push(...row.filter((segment) => segment.left > gutter));
    }
  }
  flush();
  return frames.filter((frame) => frame.length > 0);
}

function splitAgain(segments: readonly Segment[]): Segment[][] {
  if (segments.length === 0) return [];
  const rows = buildRows(segments);
  const gutter = rows.length >= MIN_COLUMN_ROWS ? findGutter(rows) : null;
  return gutter === null ? [rows.flat()] : splitColumns(rows, gutter);
}

function splitAtJumps(segments: readonly Segment[]): Segment[][] {
  const frames: Segment[][] = [];
  for (const segment of segments) {
    const frame = frames.at(-1);
    const last = frame?.at(-1);
    if (frame === undefined || last === undefined || isAbove(segment, last)) frames.push([segment]);
    else frame.push(segment);
  }
  return frames;
}

function joinRows(frame: Frame): Frame {
  const lines: Segment[] = [];
  for (const segment of frame) {
    const last = lines.at(-1);
    if (last === undefined || !onOneLine(last, segment) || segment.left < last.left) lines.push(segment);
    else lines[lines.length - 1] = joinSegments(last, segment);
  }
  return lines;
}

function joinSegments(a: Segment, b: Segment): Segment {
  const main = a.text.length >= b.text.length ? a : b;
  return {
    page: a.page,
    text: `${a.text} ${b.text}`,
    left: a.left,
    right: Math.max(a.right, b.right),
    baseline: main.baseline,
    size: main.size,
    bold: a.bold && b.bold,
    boldStart: a.boldStart,
    cells: a.cells + (b.left - a.right > CELL_GAP * main.size ? b.cells : b.cells - 1),
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
