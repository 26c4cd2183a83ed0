import { expect, test } from "bun:test";
import type { RecognisedLine } from "../ocr/recognised-page.ts";
import { linesToRuns, type ScannedPage, usualSize } from "./lines-to-runs.ts";

const LINE: RecognisedLine = {
  words: [
    { text: "$", from: 150, to: 160 },
    { text: "1º", from: 165, to: 180 },
  ],
  isDownwards: false,
  baseline: 300,
  height: 23,
};

const pageOf = (...lines: RecognisedLine[]): ScannedPage => ({
  recognised: { confidence: 90, quarters: 0, lines },
  widthPixels: 1240,
  heightPixels: 1754,
  dpi: 150,
});

test("words come in points from the foot of the page, mended, with blanks between them", () => {
  const shared = { y: 697.92, size: 12, bold: false, angle: 0 };
  expect(linesToRuns(pageOf(LINE), 12)).toEqual([
    { ...shared, text: "§", x: 72, width: 4.8 },
    { ...shared, text: " 1º", x: 79.2, width: 7.2 },
  ]);
});

test("a line that runs downwards is turned", () => {
  const [run] = linesToRuns(pageOf({ ...LINE, isDownwards: true, baseline: 25 }), 12);
  expect(run).toEqual({ text: "§", x: 12, y: 769.92, width: 4.8, size: 12, bold: false, angle: -90 });
});

test("heights near the usual one are taken for it, others are not", () => {
  const page = pageOf(LINE, LINE, LINE, { ...LINE, height: 25 }, { ...LINE, height: 46 });
  expect(usualSize([page])).toBe(12);
  expect(linesToRuns(page, 12).map((run) => run.size)).toEqual([12, 12, 12, 12, 12, 12, 12, 12, 24, 24]);
  expect(usualSize([])).toBe(0);
});
