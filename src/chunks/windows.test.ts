import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { packWindows, type WindowPiece } from "./windows.ts";

const LIMITS = { firstMax: 100, otherMax: 80 };

function sizes(tokens: readonly number[], cutCosts: readonly number[] = []): number[] {
  const pieces = tokens.map((count, index) => ({ tokens: count, cutCost: cutCosts[index] ?? 0 }));
  return packWindows(pieces, LIMITS).map(({ from, to }) =>
    tokens.slice(from, to).reduce((sum, count) => sum + count, 0),
  );
}

describe("packWindows", () => {
  test("keeps together what fits", () => {
    expect(sizes([40, 30, 30])).toEqual([100]);
    expect(sizes([])).toEqual([]);
  });

  test("fills windows evenly rather than leaving a tiny rest", () => {
    expect(sizes([20, 20, 20, 20, 20, 20])).toEqual([60, 60]);
  });

  test("cuts where it hurts least", () => {
    expect(sizes([40, 20, 40, 20], [0, 14, 0, 14])).toEqual([60, 60]);
    expect(sizes([40, 20, 20, 20, 20], [0, 60, 60, 60, 0])).toEqual([100, 20]);
  });

  test("a piece larger than its window stands alone", () => {
    expect(sizes([10, 300, 10])).toEqual([10, 300, 10]);
  });

  const piece: fc.Arbitrary<WindowPiece> = fc.record({
    tokens: fc.integer({ min: 0, max: 80 }),
    cutCost: fc.constantFrom(0, 4, 16, 60),
  });

  test("holds every piece once, in order and within the limits", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const windows = packWindows(pieces, LIMITS);
        expect(windows.flatMap(({ from, to }) => pieces.slice(from, to))).toEqual(pieces);
        for (const [index, { from, to }] of windows.entries()) {
          const tokens = pieces.slice(from, to).reduce((sum, part) => sum + part.tokens, 0);
          expect(tokens).toBeLessThanOrEqual(index === 0 ? LIMITS.firstMax : LIMITS.otherMax);
        }
      }),
    );
  });

  test("needs no more windows than filling them one after another, but for the cost of two cuts", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 80 }), { maxLength: 40 }), (tokens) => {
        let greedy = tokens.length === 0 ? 0 : 1;
        let filled = 0;
        for (const count of tokens) {
          if (filled + count > (greedy === 1 ? LIMITS.firstMax : LIMITS.otherMax)) {
            greedy += 1;
            filled = 0;
          }
          filled += count;
        }
        expect(sizes(tokens).length).toBe(greedy);
      }),
    );
  });

  test("a hundred thousand pieces are packed in a moment", () => {
    const pieces = Array.from({ length: 100_000 }, (_, i) => ({ tokens: i % 7, cutCost: 4 }));
    const startedMs = performance.now();
    packWindows(pieces, LIMITS);
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });
});
