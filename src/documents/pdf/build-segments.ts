import type { PdfPage } from "./read-pages.ts";
import type { TextRun } from "./text-run.ts";

/**
 * A piece of a line without a wide gap in it: a line of a column, a cell of a table. Coordinates in points, y upwards.
 */
export interface Segment {
  page: number;
  text: string;
  left: number;
  right: number;
  baseline: number;
  /** Size of type that most of its letters have. */
  size: number;
  /** Whether all of it is bold, or its beginning. */
  bold: boolean;
  boldStart: boolean;
  /** How many pieces with a gap between them that no line of running text has: more than one in a table's row. */
  cells: number;
}

/** The text of a page that runs in one direction, turned upright. */
export interface DirectedText {
  /** Of the page when it is turned so, in points. */
  height: number;
  segments: Segment[];
}

/** A gap this wide, in sizes of type, parts two segments. */
const SEGMENT_GAP = 1.2;
/** From this width on, in sizes of type, a gap between two runs is a blank between words. */
const WORD_GAP = 0.17;

/**
 * Joins the runs of a page into segments, in the order in which the file draws them. Text outside of the page and text
 * drawn twice on the same spot (a shadow, a poor man's bold) is left out. Text that is turned round comes last, turned
 * upright, as readers turn the sheet.
 */
export function buildSegments(page: PdfPage): DirectedText[] {
  const byAngle = Map.groupBy(dropHidden(page), (run) => run.angle);
  const sizes = new Map(
    [...byAngle].map(([angle, runs]) => [angle, runs.reduce((n, run) => n + run.text.length, 0)]),
  );
  const angles = [...byAngle.keys()].sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
  return angles.map((angle) => turnUpright(page, byAngle.get(angle) ?? [], angle));
}

function dropHidden(page: PdfPage): TextRun[] {
  const seen = new Map<string, TextRun[]>();
  return page.runs.filter((run) => {
    if (run.x > page.width || run.y > page.height || run.y < -run.size) return false;
    if (run.x + run.width < 0 && run.angle === 0) return false;
    if (run.text.trim() === "") return true;
    const before = seen.get(run.text) ?? [];
    const twice = before.some(
      ({ x, y }) => Math.abs(x - run.x) < 0.15 * run.size && Math.abs(y - run.y) < 0.15 * run.size,
    );
    if (!twice) seen.set(run.text, [...before, run]);
    return !twice;
  });
}

/** Turns text so that it reads from left to right, and moves it so that the turned page's foot and left edge are at 0. */
function turnUpright(page: PdfPage, runs: readonly TextRun[], angle: number): DirectedText {
  const cos = Math.cos((-angle * Math.PI) / 180);
  const sin = Math.sin((-angle * Math.PI) / 180);
  const turn = (x: number, y: number) => ({ x: x * cos - y * sin, y: x * sin + y * cos });
  const corners = [turn(0, 0), turn(page.width, 0), turn(0, page.height), turn(page.width, page.height)];
  const left = Math.min(...corners.map(({ x }) => x));
  const foot = Math.min(...corners.map(({ y }) => y));
  const turned = runs.map((run) => {
    const { x, y } = turn(run.x, run.y);
    return { ...run, x: x - left, y: y - foot, angle: 0 };
  });
  return { height: Math.max(...corners.map(({ y }) => y)) - foot, segments: joinRuns(page.number, turned) };
}

/** A run with ink in it; blanks that stood before it are only remembered. */
interface InkedRun extends TextRun {
  afterBlank: boolean;
}

function joinRuns(page: number, runs: readonly TextRun[]): Segment[] {
  const segments: Segment[] = [];
  let open: InkedRun[] = [];
  let afterBlank = false;
  for (const run of runs) {
    if (run.text.trim() === "") {
      // Of a blank only its being there counts: pdf.js fills the gap between two columns with one, too.
      afterBlank = true;
      continue;
    }
    const last = open.at(-1);
    if (last !== undefined && !continues(last, run)) {
      segments.push(closeSegment(page, open));
      open = [];
    }
    open.push({ ...run, afterBlank });
    afterBlank = false;
  }
  if (open.length > 0) segments.push(closeSegment(page, open));
  return segments;
}

function continues(last: TextRun, run: TextRun): boolean {
  const size = Math.max(run.size, last.size);
  const gap = run.x - (last.x + last.width);
  // Raised and lowered figures are smaller and off the line.
  const raised = Math.abs(run.size - last.size) > 0.15 * size;
  const sameLine = Math.abs(run.y - last.y) <= (raised ? 0.55 : 0.25) * size;
  return sameLine && gap > -0.6 * size && gap < SEGMENT_GAP * size;
}

function closeSegment(page: number, runs: readonly InkedRun[]): Segment {
  let main: InkedRun | undefined;
  let text = "";
  let right = Number.NEGATIVE_INFINITY;
  let end = Number.POSITIVE_INFINITY;
  for (const run of runs) {
    const gap = run.x - end;
    const blank = gap > WORD_GAP * run.size || (run.afterBlank && gap > 0);
    if (text !== "" && blank && !/\s$/.test(text) && !/^\s/.test(run.text)) text += " ";
    text += run.text;
    end = run.x + run.width;
    right = Math.max(right, end);
    if (main === undefined || run.text.length > main.text.length) main = run;
  }
  const lettered = runs.filter((run) => /[\p{L}\p{N}]/u.test(run.text));
  return {
    page,
    text: text.trim(),
    left: runs[0]?.x ?? 0,
    right,
    baseline: main?.y ?? 0,
    size: main?.size ?? 0,
    bold: lettered.length > 0 && lettered.every((run) => run.bold),
    boldStart: runs[0]?.bold ?? false,
    cells: 1,
  };
}
