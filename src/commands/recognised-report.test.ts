import { expect, test } from "bun:test";
import { formatDoubtful, formatRecognised, recognisedAsJson } from "./recognised-report.ts";

const RECOGNISED = [
  {
    path: "leis/nitida.pdf",
    pages: [
      { page: 1, confidence: 95 },
      { page: 2, confidence: 80 },
    ],
  },
  {
    path: "leis/borrada.pdf",
    pages: [
      { page: 3, confidence: 61.4 },
      { page: 4, confidence: 92 },
      { page: 9, confidence: 79 },
    ],
  },
];

test("pages of which recognition is not sure are named, the others counted", () => {
  expect(formatRecognised(RECOGNISED)).toEqual(["  scans      5 pages of 2 documents recognised"]);
  expect(formatDoubtful(RECOGNISED)).toEqual(["leis/borrada.pdf: 3 (61 %), 9 (79 %)"]);
  expect(recognisedAsJson(RECOGNISED.slice(1))).toEqual([
    {
      path: "leis/borrada.pdf",
      pages: [
        { page: 3, confidence: 61.4, low_confidence: true },
        { page: 4, confidence: 92, low_confidence: false },
        { page: 9, confidence: 79, low_confidence: true },
      ],
    },
  ]);
});

test("without scans nothing is said of them", () => {
  expect([...formatRecognised([]), ...formatDoubtful([]), ...recognisedAsJson([])]).toEqual([]);
});
