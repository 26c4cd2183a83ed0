import "./ensure-navigator.ts";
import { OPS, type PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { IDENTITY, type Matrix, multiply, scaleOf } from "./matrix.ts";

/** What a page shows besides text. */
export interface PagePictures {
  /** Whether it paints anything. */
  any: boolean;
  /** Share of the page's area that its largest picture takes, 0 for none. */
  largestShare: number;
}

export const NO_PICTURES: PagePictures = { any: false, largestShare: 0 };

const PAINT_OPS: ReadonlySet<number> = new Set([
  OPS.constructPath,
  OPS.shadingFill,
  OPS.paintImageXObject,
  OPS.paintImageMaskXObject,
  OPS.paintInlineImageXObject,
]);
/** A picture is a unit square blown up to its size on the page, in points; nothing else is scaled so. */
const MIN_PICTURE_SIDE = 20;

/**
 * Finds out whether a page paints anything. Pictures themselves are passed over when a page is read, as unpacking them takes
 * seconds; the scaling that stands before each of them is left, and tells of them.
 */
export async function findPictures(page: PDFPageProxy, pageArea: number): Promise<PagePictures> {
  const { fnArray, argsArray } = await page.getOperatorList();
  const stack: Matrix[] = [];
  let current: Matrix = IDENTITY;
  let any = false;
  let largestArea = 0;
  for (const [index, op] of fnArray.entries()) {
    if (PAINT_OPS.has(op)) any = true;
    else if (op === OPS.save) stack.push(current);
    else if (op === OPS.restore) current = stack.pop() ?? IDENTITY;
    else if (op === OPS.transform) {
      const scaling = multiply(IDENTITY, argsArray[index] ?? []);
      current = multiply(current, scaling);
      const { width, height } = scaleOf(scaling);
      if (width < MIN_PICTURE_SIDE || height < MIN_PICTURE_SIDE) continue;
      any = true;
      const shown = scaleOf(current);
      largestArea = Math.max(largestArea, shown.width * shown.height);
    }
  }
  return { any, largestShare: pageArea > 0 ? Math.min(1, largestArea / pageArea) : 0 };
}
