import type { PdfPage, TextRun } from "./read-pages.ts";

/** A line of text as a reader sees it: left and right edge, baseline and size of type in points. */
export interface TextLine {
  page: number;
  text: string;
  left: number;
  right: number;
  baseline: number;
  size: number;
  font: string;
}

/** Joins runs on one baseline into lines, in the order in which the file draws them. */
export function buildLines(page: PdfPage): TextLine[] {
  const lines: TextLine[] = [];
  let runs: TextRun[] = [];
  for (const run of page.runs) {
    const last = runs.at(-1);
    if (last !== undefined && !continues(last, run)) {
      lines.push(...lineOf(page.number, runs));
      runs = [];
    }
    runs.push(run);
  }
  lines.push(...lineOf(page.number, runs));
  return lines;
}

function continues(last: TextRun, run: TextRun): boolean {
  const gap = run.x - (last.x + last.width);
  return (
    Math.abs(run.y - last.y) <= 0.4 * Math.max(run.size, last.size) &&
    gap > -2 * run.size &&
    gap < 4 * run.size
  );
}

function lineOf(page: number, runs: readonly TextRun[]): TextLine[] {
  const inked = runs.filter((run) => run.text.trim() !== "");
  const first = inked[0];
  const last = inked.at(-1);
  if (first === undefined || last === undefined) return [];
  const widest = inked.reduce((best, run) => (run.text.length > best.text.length ? run : best));
  let text = "";
  let end = first.x;
  for (const run of runs) {
    if (run.x - end > 0.2 * run.size && !text.endsWith(" ")) text += " ";
    text += run.text;
    end = run.x + run.width;
  }
  return [
    {
      page,
      text: text.trim(),
      left: first.x,
      right: last.x + last.width,
      baseline: first.y,
      size: widest.size,
      font: widest.font,
    },
  ];
}
