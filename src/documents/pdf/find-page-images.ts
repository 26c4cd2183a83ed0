import { OPS, type PDFPageProxy } from "pdfjs-dist/legacy/build/pdf.mjs";
import { z } from "zod";
import { IDENTITY, type Matrix, multiply } from "./matrix.ts";

/** A picture as a page shows it. */
export interface PlacedImage {
  width: number;
  height: number;
  /** Shade of a pixel, 0 black to 255 white, and how far it covers what is below it, 0 to 255. */
  shades: Uint8Array;
  covers: Uint8Array | null;
  /** From the unit square, y upwards, to the page as it is shown: points, y downwards. */
  place: Matrix;
}

const bytes = z.union([z.instanceof(Uint8Array), z.instanceof(Uint8ClampedArray)]);
/** Pixels as pdf.js hands them out; without a kind it is a stencil, whose unset bits are painted. */
const ImageDataSchema = z.object({
  width: z.int().positive(),
  height: z.int().positive(),
  kind: z.int().min(1).max(3).optional(),
  data: bytes,
});
type ImageData = z.infer<typeof ImageDataSchema>;
const StencilSchema = z.object({ data: z.union([z.string(), bytes]) });

/** Finds the pictures of a page, in the order in which they are painted, decoded. Those that cannot be decoded are left out. */
export async function findPageImages(page: PDFPageProxy): Promise<PlacedImage[]> {
  const { fnArray, argsArray } = await page.getOperatorList();
  const place = createPlace(multiply(IDENTITY, page.getViewport({ scale: 1 }).transform));
  const images: PlacedImage[] = [];
  for (const [index, op] of fnArray.entries()) {
    const args: unknown[] = argsArray[index] ?? [];
    if (place.follow(op, args)) continue;
    const data = await findData(page, op, args[0]);
    if (data !== null) images.push({ ...toShades(data), place: place.current() });
  }
  return images;
}

/** Where the page's instructions have moved its coordinates. */
function createPlace(start: Matrix) {
  const stack: Matrix[] = [];
  let current = start;
  const enter = () => void stack.push(current);
  const leave = () => {
    current = stack.pop() ?? current;
  };
  const move = (matrix: readonly unknown[]) => {
    current = multiply(current, matrix);
  };
  const moves = new Map<number, (args: readonly unknown[]) => void>([
    [OPS.save, enter],
    [OPS.restore, leave],
    [OPS.transform, move],
    [
      OPS.paintFormXObjectBegin,
      ([matrix]) => {
        enter();
        if (Array.isArray(matrix)) move(matrix);
      },
    ],
    [OPS.paintFormXObjectEnd, leave],
  ]);
  return {
    current: () => current,
    /** False where the instruction is none that moves them. */
    follow(op: number, args: readonly unknown[]): boolean {
      const step = moves.get(op);
      step?.(args);
      return step !== undefined;
    },
  };
}

async function findData(page: PDFPageProxy, op: number, argument: unknown): Promise<ImageData | null> {
  if (op === OPS.paintImageXObject && typeof argument === "string") return await waitForData(page, argument);
  if (op === OPS.paintInlineImageXObject) return ImageDataSchema.safeParse(argument).data ?? null;
  if (op !== OPS.paintImageMaskXObject) return null;
  const stencil = StencilSchema.safeParse(argument).data?.data;
  const data = typeof stencil === "string" ? await waitForData(page, stencil) : argument;
  const parsed = ImageDataSchema.omit({ kind: true }).safeParse(data);
  return parsed.success ? parsed.data : null;
}

/** Pictures are decoded while the page's instructions are read, and may come after them. */
async function waitForData(page: PDFPageProxy, id: string): Promise<ImageData | null> {
  const objects = id.startsWith("g_") ? page.commonObjs : page.objs;
  const data = await new Promise<unknown>((resolve) => objects.get(id, resolve));
  return ImageDataSchema.safeParse(data).data ?? null;
}

function toShades({ width, height, kind, data }: ImageData): Omit<PlacedImage, "place"> {
  const shades = new Uint8Array(width * height);
  if (kind === 2 || kind === 3) {
    const step = kind === 2 ? 3 : 4;
    for (let pixel = 0, at = 0; pixel < shades.length; pixel++, at += step)
      shades[pixel] =
        ((data[at] ?? 255) * 77 + (data[at + 1] ?? 255) * 150 + (data[at + 2] ?? 255) * 29) >> 8;
    const covers = kind === 3 ? shades.map((_, pixel) => data[pixel * 4 + 3] ?? 255) : null;
    return { width, height, shades, covers };
  }
  const bytesPerRow = (width + 7) >> 3;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = ((data[y * bytesPerRow + (x >> 3)] ?? 255) >> (7 - (x & 7))) & 1;
      shades[y * width + x] = bit * 255;
    }
  }
  if (kind === 1) return { width, height, shades, covers: null };
  return {
    width,
    height,
    shades: new Uint8Array(width * height),
    covers: shades.map((shade) => 255 - shade),
  };
}
