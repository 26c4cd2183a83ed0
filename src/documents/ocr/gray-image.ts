/** A picture of a page in shades of grey: one byte a pixel, row by row from the top, 0 black. */
export interface GrayImage {
  width: number;
  height: number;
  pixels: Uint8Array;
  /** Pixels an inch. */
  dpi: number;
}

/** Turns a picture clockwise by a quarter, so many times. */
export function turnImage(image: GrayImage, quarters: 1 | 2 | 3): GrayImage {
  const { width, height, pixels, dpi } = image;
  const turned = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const target =
        quarters === 1
          ? x * height + (height - 1 - y)
          : quarters === 2
            ? (height - 1 - y) * width + (width - 1 - x)
            : (width - 1 - x) * height + y;
      turned[target] = pixels[y * width + x] ?? 255;
    }
  }
  return quarters === 2
    ? { width, height, pixels: turned, dpi }
    : { width: height, height: width, pixels: turned, dpi };
}

/** The picture as a PGM file. */
export function encodePgm({ width, height, pixels }: GrayImage): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, "latin1"), pixels]);
}
