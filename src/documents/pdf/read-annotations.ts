import type { PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { z } from "zod";
import type { TextRun } from "./text-run.ts";

/** What pdf.js tells of an annotation that shows text on the page: a filled form field, a typed-on remark. */
const ShownTextSchema = z.object({
  subtype: z.enum(["Widget", "FreeText"]),
  hidden: z.boolean().optional(),
  textContent: z.array(z.string()).min(1),
  rect: z.array(z.number()).length(4),
  defaultAppearanceData: z.object({ fontSize: z.number() }).partial().optional(),
});

const USUAL_SIZE = 10;
const USUAL_LEADING = 1.2;
/** Letters are about half as wide as high. */
const USUAL_WIDTH = 0.5;

/**
 * Reads what is written into form fields and typed onto the page. It is no part of the page's own text, and its runs lie
 * about where they are shown: their baselines and widths are estimates.
 */
export async function readAnnotations(page: PDFPageProxy): Promise<TextRun[]> {
  const annotations: unknown[] = await page.getAnnotations({ intent: "display" });
  return annotations.flatMap((annotation) => {
    const shown = ShownTextSchema.safeParse(annotation);
    if (!shown.success || shown.data.hidden === true) return [];
    const [left = 0, bottom = 0, , top = 0] = shown.data.rect;
    const size = shown.data.defaultAppearanceData?.fontSize || USUAL_SIZE;
    const lines = shown.data.textContent;
    const first = lines.length === 1 ? (top + bottom) / 2 - 0.35 * size : top - size;
    return lines.map((text, index) => ({
      text,
      x: left,
      y: first - index * USUAL_LEADING * size,
      width: USUAL_WIDTH * size * text.length,
      size,
      bold: false,
      angle: 0,
    }));
  });
}

/** Puts each run behind the text to the left of it on its line, as a form's answer stands behind its question. */
export function insertRuns(runs: readonly TextRun[], added: readonly TextRun[]): TextRun[] {
  const all = [...runs];
  for (const run of added) {
    const before = all.findLastIndex(
      (other) => Math.abs(other.y - run.y) < 0.6 * Math.max(other.size, run.size) && other.x < run.x,
    );
    all.splice(before < 0 ? all.length : before + 1, 0, run);
  }
  return all;
}
