import type { GrayImage } from "../ocr/gray-image.ts";
import type { PlacedImage } from "./find-page-images.ts";
import { scaleOf } from "./matrix.ts";

/** Finer than this helps no recognition and takes longer. */
const MAX_DPI = 300;
/** Coarser pictures are enlarged: letters of fewer pixels are not made out. */
const MIN_DPI = 150;
/** A page of more pixels than this (A3 at 300 dpi has half as many) is taken coarser. */
const MAX_PIXELS = 36_000_000;
const POINTS_PER_INCH = 72;
/** A picture of fewer square points is none. */
const MIN_AREA = 1e-6;
/** A pixel of the canvas is the mean of at most this many by this many looks at the picture. */
const MAX_SAMPLES = 4;

interface Point {
  x: number;
  y: number;
}

/**
 * Lays the pictures of a page over each other on white, as the page shows them: strips, layers and turned pictures become one. Text and
 * drawings are left out. A picture that fills the page keeps its own pixels. Null where there is no picture.
 */
export function composePage(
  page: { width: number; height: number },
  images: readonly PlacedImage[],
): GrayImage | null {
  const dpi = chooseDpi(page, images);
  if (dpi === null) return null;
  const width = Math.max(1, Math.round((page.width * dpi) / POINTS_PER_INCH));
  const height = Math.max(1, Math.round((page.height * dpi) / POINTS_PER_INCH));
  const canvas = { width, height, pixels: new Uint8Array(width * height).fill(255), dpi };
  for (const image of images) paint(canvas, image, { x: page.width / width, y: page.height / height });
  return canvas;
}

/** That of the picture which takes most of the page, within bounds. */
function chooseDpi(page: { width: number; height: number }, images: readonly PlacedImage[]): number | null {
  let largest = 0;
  let dpi: number | null = null;
  for (const { place, width, height } of images) {
    const shown = scaleOf(place);
    const area = shown.width * shown.height;
    if (!(area > largest)) continue;
    largest = area;
    dpi = (POINTS_PER_INCH * Math.sqrt(width * height)) / Math.sqrt(area);
  }
  if (dpi === null) return null;
  const mostForSize = POINTS_PER_INCH * Math.sqrt(MAX_PIXELS / (page.width * page.height));
  return Math.min(MAX_DPI, mostForSize, Math.max(MIN_DPI, dpi));
}

/** Takes for each pixel of the canvas what lies below its middle, or the mean of what lies below it where the picture is finer. */
function paint(canvas: GrayImage, image: PlacedImage, pointsPerPixel: Point): void {
  const [a, b, c, d, e, f] = image.place;
  if (!(Math.abs(a * d - b * c) > MIN_AREA)) return;
  const xs = [e, a + e, c + e, a + c + e].map((x) => x / pointsPerPixel.x);
  const ys = [f, b + f, d + f, b + d + f].map((y) => y / pointsPerPixel.y);
  const [left, right] = [Math.max(0, Math.floor(Math.min(...xs))), Math.min(canvas.width, Math.max(...xs))];
  const [top, bottom] = [Math.max(0, Math.floor(Math.min(...ys))), Math.min(canvas.height, Math.max(...ys))];
  const shown = scaleOf(image.place);
  const fineness = Math.max(
    (image.width * pointsPerPixel.x) / shown.width,
    (image.height * pointsPerPixel.y) / shown.height,
  );
  const side = Math.min(MAX_SAMPLES, Math.max(1, Math.round(fineness)));
  const look = makeSampler(image, { side, pointsPerPixel });
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      const at = y * canvas.width + x;
      canvas.pixels[at] = look(x, y, canvas.pixels[at] ?? 255);
    }
  }
}

/** A function that gives the shade of a pixel of the canvas: the picture's over the shade that was there. */
function makeSampler(
  { place: [a, b, c, d, e, f], width, height, shades, covers }: PlacedImage,
  { side, pointsPerPixel }: { side: number; pointsPerPixel: Point },
): (x: number, y: number, below: number) => number {
  const determinant = a * d - b * c;
  const whole = 255 * side * side;
  return (x, y, below) => {
    let shade = 0;
    let cover = 0;
    for (let sample = 0; sample < side * side; sample++) {
      const px = (x + ((sample % side) + 0.5) / side) * pointsPerPixel.x - e;
      const py = (y + (Math.floor(sample / side) + 0.5) / side) * pointsPerPixel.y - f;
      const column = Math.floor(((d * px - c * py) / determinant) * width);
      const row = Math.floor((1 - (a * py - b * px) / determinant) * height);
      if (column < 0 || row < 0 || column >= width || row >= height) continue;
      const at = row * width + column;
      const covering = covers === null ? 255 : (covers[at] ?? 0);
      cover += covering;
      shade += covering * (shades[at] ?? 255);
    }
    return Math.round((shade + (whole - cover) * below) / whole);
  };
}
