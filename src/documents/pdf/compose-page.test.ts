import { describe, expect, test } from "bun:test";
import { makeScan, type ScanPage } from "../fixtures/make-scan.ts";
import { type GrayImage, turnImage } from "../ocr/gray-image.ts";
import { composePage } from "./compose-page.ts";
import { findPageImages, type PlacedImage } from "./find-page-images.ts";
import { withPdf } from "./open-pdf.ts";

/** Black and white at random, but the same each time. */
function makeNoise(width: number, height: number): GrayImage {
  let state = 12345;
  const pixels = Uint8Array.from({ length: width * height }, () => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return state & 0x10000 ? 255 : 0;
  });
  return { width, height, pixels, dpi: 150 };
}

/** What a page of a PDF file is composed to. */
async function draw(page: ScanPage, rotate = 0): Promise<GrayImage | null> {
  const file = Buffer.from(makeScan([page]))
    .toString("latin1")
    .replace("/Type/Page/", `/Type/Page/Rotate ${rotate}/`);
  return withPdf(
    Buffer.from(file, "latin1"),
    async (pdf) => {
      const shown = await pdf.getPage(1);
      return composePage(shown.getViewport({ scale: 1 }), await findPageImages(shown));
    },
    { pictures: true },
  );
}

const IMAGE = makeNoise(200, 300);
const plain = (image: GrayImage | null) => image && { ...image, dpi: Math.round(image.dpi * 1000) / 1000 };

describe("composePage", () => {
  test("leaves a picture that fills the page as it is", async () => {
    expect(plain(await draw({ image: IMAGE }))).toEqual(IMAGE);
  });

  test("puts strips together", async () => {
    expect(plain(await draw({ image: IMAGE, strips: 7 }))).toEqual(IMAGE);
  });

  test("paints stencils black on white", async () => {
    expect(plain(await draw({ image: IMAGE, stencil: true, strips: 2 }))).toEqual(IMAGE);
  });

  test("shows pages turned as they are shown", async () => {
    for (const [degrees, quarters] of [
      [90, 1],
      [180, 2],
      [270, 3],
    ] as const)
      expect(plain(await draw({ image: IMAGE }, degrees))).toEqual(turnImage(IMAGE, quarters));
  });

  test("makes finer pictures coarser by their mean, and coarser ones finer", async () => {
    const fine = { ...makeNoise(400, 400), dpi: 600 };
    const halved = await draw({ image: fine });
    expect({ width: halved?.width, height: halved?.height, dpi: Math.round(halved?.dpi ?? 0) }).toEqual({
      width: 200,
      height: 200,
      dpi: 300,
    });
    const [a = 0, b = 0] = fine.pixels;
    const [c = 0, d = 0] = fine.pixels.slice(400);
    expect(halved?.pixels[0]).toBe(Math.round((a + b + c + d) / 4));
    const coarse = await draw({ image: { ...IMAGE, dpi: 75 } });
    expect({ width: coarse?.width, height: coarse?.height }).toEqual({ width: 400, height: 600 });
  });

  test("lays what is half transparent over what is below it", () => {
    const layer = (shade: number, cover: number | null): PlacedImage => ({
      width: 1,
      height: 1,
      shades: Uint8Array.of(shade),
      covers: cover === null ? null : Uint8Array.of(cover),
      place: [72, 0, 0, -72, 0, 72],
    });
    const page = composePage({ width: 72, height: 72 }, [layer(200, null), layer(0, 51)]);
    expect(new Set(page?.pixels)).toEqual(new Set([160]));
  });

  test("has nothing to show without pictures", () => {
    expect(composePage({ width: 72, height: 72 }, [])).toBeNull();
  });
});
