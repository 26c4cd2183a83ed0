import { expect, test } from "bun:test";
import { encodePgm, type GrayImage, turnImage } from "./gray-image.ts";

const IMAGE: GrayImage = { width: 3, height: 2, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6), dpi: 150 };

test("a picture is turned clockwise", () => {
  expect(turnImage(IMAGE, 1)).toEqual({
    width: 2,
    height: 3,
    pixels: Uint8Array.of(4, 1, 5, 2, 6, 3),
    dpi: 150,
  });
  expect(turnImage(IMAGE, 2).pixels).toEqual(Uint8Array.of(6, 5, 4, 3, 2, 1));
  expect(turnImage(turnImage(IMAGE, 1), 3)).toEqual(IMAGE);
});

test("a picture is written as PGM", () => {
  expect(encodePgm(IMAGE).toString("latin1")).toBe("P5\n3 2\n255\n\u0001\u0002\u0003\u0004\u0005\u0006");
});
