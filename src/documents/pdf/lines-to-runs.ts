import { mendRecognisedLine } from "../ocr/mend-text.ts";
import type { RecognisedLine, RecognisedPage } from "../ocr/recognised-page.ts";
import type { TextRun } from "./text-run.ts";

/** From the tops of tall letters to the feet of low ones it is about this share of the size of type. */
const HEIGHT_PER_SIZE = 0.92;
/** Heights are measured on letters that happen to be there: so far from the usual one they are taken for it. */
const SIZE_TOLERANCE = 0.18;

/** A recognised page with what tells its pixels' size. */
export interface ScannedPage {
  recognised: RecognisedPage;
  /** Size of its picture in pixels, as it was read. */
  widthPixels: number;
  heightPixels: number;
  dpi: number;
}

/** The size of type that most lines of a document's recognised pages have, in points, 0 without lines. */
export function usualSize(pages: readonly ScannedPage[]): number {
  const sizes = pages
    .flatMap(({ recognised, dpi }) => recognised.lines.map((line) => sizeOf(line, dpi)))
    .sort((a, b) => a - b);
  return sizes[sizes.length >> 1] ?? 0;
}

/** The words of a recognised page as runs of text, each line mended first. */
export function linesToRuns(page: ScannedPage, usual: number): TextRun[] {
  const toPoints = (pixels: number) => (pixels * 72) / page.dpi;
  return page.recognised.lines.flatMap((line) => {
    const measured = sizeOf(line, page.dpi);
    const size = Math.abs(measured - usual) <= SIZE_TOLERANCE * usual ? usual : measured;
    const shared = { size, bold: false, angle: line.isDownwards ? -90 : 0 };
    const place = (from: number) =>
      line.isDownwards
        ? { x: toPoints(line.baseline), y: toPoints(page.heightPixels - from) }
        : { x: toPoints(from), y: toPoints(page.heightPixels - line.baseline) };
    return mendWords(line).map(
      ({ text, from, to }, index): TextRun => ({
        ...shared,
        ...place(from),
        // Runs that stand close are joined without a blank; words are words.
        text: index === 0 ? text : ` ${text}`,
        width: toPoints(to - from),
      }),
    );
  });
}

function sizeOf(line: RecognisedLine, dpi: number): number {
  return Math.round((2 * line.height * 72) / dpi / HEIGHT_PER_SIZE) / 2;
}

/** Mending may look at the words around, and changes no number of words, or else all of the line is one piece. */
function mendWords({ words }: RecognisedLine): RecognisedLine["words"] {
  const line = mendRecognisedLine(words.map((word) => word.text).join(" "));
  const mended = line.split(" ");
  if (mended.length === words.length)
    return words.map((word, index) => ({ ...word, text: mended[index] ?? word.text }));
  return [{ text: line, from: words[0]?.from ?? 0, to: words.at(-1)?.to ?? 0 }];
}
