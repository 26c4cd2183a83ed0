import { expect, test } from "bun:test";
import type { EvidencePassage } from "../retrieval/evidence.ts";
import { chooseUnits } from "./choose-units.ts";

/** Passages as `fused/dense`, `!` where the question cites them; their units are numbered from 0. */
function passages(...written: string[]): EvidencePassage[] {
  return written.map((text, unitId) => {
    const [, fused = "", dense = "", cited] = /^(-?[\d.]+)\/([\d.]*)(!?)$/.exec(text) ?? [];
    const scores = { fused: Number(fused), lexical: null, dense: dense === "" ? null : Number(dense) };
    return { unitId, scores, cited: cited === "!" } as EvidencePassage;
  });
}
const chosen = (found: EvidencePassage[], comparison?: { text: string; unitIds: number[] }[]): number[] =>
  chooseUnits({ passages: found, ...(comparison ? { comparison } : {}) }).map(({ unitId }) => unitId);

test("the best is quoted with its like, and no more than three", () => {
  expect(chosen(passages("3/.9", "2.5/", "1.9/"))).toEqual([0, 1]);
  expect(chosen(passages("3/.9", "2.9/", "2.8/", "2.7/"))).toEqual([0, 1, 2]);
  expect(chosen([])).toEqual([]);
});

test("the unit nearest in meaning is quoted however few of the question's words it has", () => {
  expect(chosen(passages("3/.8", "1/.7", "0/.9"))).toEqual([0, 2]);
  expect(chosen(passages("3/.8", "2.9/", "2.8/", "2.7/", "0/.9"))).toEqual([0, 1, 4]);
});

test("what the question cites is all that is quoted", () => {
  expect(chosen(passages("1/.8!", "3/.9"))).toEqual([0]);
});

test("of two things that are compared a second unit of each is quoted where it is about as good; of three none is", () => {
  const found = passages("3/.9", "-4/.8", "2.5/.7", "-9/.6", "2/.5");
  const sides = [
    { text: "furto", unitIds: [0, 2] },
    { text: "roubo", unitIds: [1, 3] },
  ];
  expect(chosen(found, sides)).toEqual([0, 1, 2]);
  expect(chosen(found, [...sides, { text: "dano", unitIds: [4] }])).toEqual([0, 1, 4]);
  expect(
    chosen(found, [
      { text: "furto", unitIds: [] },
      { text: "roubo", unitIds: [1] },
    ]),
  ).toEqual([1]);
});
