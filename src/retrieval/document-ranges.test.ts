import { expect, test } from "bun:test";
import fc from "fast-check";
import { mergeRanges } from "../domain/row-range.ts";
import { documentRanges } from "./document-ranges.ts";
import { openSampleIndex } from "./testing/sample-index.ts";

test("a document's ranges hold its chunks and units and no others, also of one that has none", () => {
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 4 }), { maxLength: 6 }),
      (documents) => {
        const index = openSampleIndex(
          documents.map((units, at) => ({
            title: `Lei ${at}`,
            units: units.map((chunks, unit) => ({
              unit: `art${unit + 1}`,
              texts: Array.from({ length: chunks }, (_, part) => `texto ${part}`),
            })),
          })),
        );
        try {
          const ranges = documentRanges(index.passages);
          expect(ranges).toHaveLength(documents.length);
          for (const [document, { chunks, units }] of ranges.entries()) {
            const own = index.chunks.filter((chunk) => chunk.document === document).map(({ id }) => id);
            expect(Array.from({ length: chunks.count }, (_, at) => chunks.first + at)).toEqual(own);
            expect(units.count).toBe(documents[document]?.length ?? -1);
            for (let unit = units.first; unit < units.first + units.count; unit++)
              expect(index.passages.unit(unit).document).toBe(document);
          }
        } finally {
          index.close();
        }
      },
    ),
    { numRuns: 30 },
  );
});

test("merged ranges hold the same rows, ascending and apart", () => {
  fc.assert(
    fc.property(fc.array(fc.record({ first: fc.nat(50), count: fc.nat(20) }), { maxLength: 8 }), (ranges) => {
      const rowsOf = (all: typeof ranges) =>
        all.flatMap(({ first, count }) => Array.from({ length: count }, (_, at) => first + at));
      const merged = mergeRanges(ranges);
      expect(rowsOf(merged)).toEqual([...new Set(rowsOf(ranges))].sort((a, b) => a - b));
      for (const [at, { first, count }] of merged.entries()) {
        expect(count).toBeGreaterThan(0);
        const before = merged[at - 1];
        if (before !== undefined) expect(first).toBeGreaterThan(before.first + before.count);
      }
    }),
  );
});
