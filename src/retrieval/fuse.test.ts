import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  DENSE_WEIGHT,
  fuse as fuseWith,
  LEXICAL_WEIGHT,
  NAMED_DOCUMENT_BONUS,
  type ScoredUnit,
} from "./fuse.ts";

const list: fc.Arbitrary<ScoredUnit[]> = fc
  .uniqueArray(
    fc.record({
      unit: fc.nat({ max: 30 }),
      score: fc.integer({ min: 1, max: 800 }).map((sixteenths) => sixteenths / 16),
    }),
    {
      selector: ({ unit }) => unit,
      maxLength: 20,
    },
  )
  .map((hits) => hits.sort((a, b) => b.score - a.score || a.unit - b.unit));

const fuse = (lists: { lexical: ScoredUnit[]; dense: ScoredUnit[] }) =>
  fuseWith({ ...lists, isNamed: () => false });

test("a unit of a document that the question names gains the bonus, the others keep their order", () => {
  fc.assert(
    fc.property(list, list, fc.nat({ max: 30 }), (lexical, dense, named) => {
      const plain = new Map(fuse({ lexical, dense }).map((hit) => [hit.unit, hit.score]));
      for (const { unit, score } of fuseWith({ lexical, dense, isNamed: (other) => other === named })) {
        const gain = score - (plain.get(unit) ?? Number.NaN);
        expect(gain).toBeCloseTo(unit === named ? NAMED_DOCUMENT_BONUS : 0, 9);
      }
    }),
  );
});

test("a worked example: z-scores in each list, weighted", () => {
  const lexical = [
    { unit: 1, score: 3 },
    { unit: 2, score: 1 },
  ];
  const dense = [
    { unit: 2, score: 0.9 },
    { unit: 3, score: 0.8 },
  ];
  const fused = fuse({ lexical, dense });
  expect(fused.map(({ unit }) => unit)).toEqual([1, 2, 3]);
  const scores = [
    LEXICAL_WEIGHT - DENSE_WEIGHT,
    -LEXICAL_WEIGHT + DENSE_WEIGHT,
    -LEXICAL_WEIGHT - DENSE_WEIGHT,
  ];
  fused.forEach(({ score }, index) => {
    expect(score).toBeCloseTo(scores[index] ?? Number.NaN, 6);
  });
  expect(fused[0]).toMatchObject({ unit: 1, lexical: 3, dense: null });
});

test("every unit of either list comes once, best first, equal scores by unit", () => {
  fc.assert(
    fc.property(list, list, (lexical, dense) => {
      const fused = fuse({ lexical, dense });
      const units = new Set([...lexical, ...dense].map(({ unit }) => unit));
      expect(new Set(fused.map(({ unit }) => unit))).toEqual(units);
      expect(fused.length).toBe(units.size);
      fused.slice(1).forEach((hit, position) => {
        const before = fused[position];
        if (before === undefined) throw new Error("no hit before");
        expect(before.score > hit.score || (before.score === hit.score && before.unit < hit.unit)).toBe(true);
      });
    }),
  );
});

test("the scale and offset of a list's scores do not matter", () => {
  fc.assert(
    fc.property(list, list, (lexical, dense) => {
      const scaled = dense.map(({ unit, score }) => ({ unit, score: 0.8 + score / 1000 }));
      const plain = new Map(fuse({ lexical, dense }).map((hit) => [hit.unit, hit.score]));
      for (const { unit, score } of fuse({ lexical, dense: scaled })) {
        expect(Math.abs(score - (plain.get(unit) ?? Number.NaN))).toBeLessThan(1e-6);
      }
    }),
  );
});

test("a unit that leads both lists leads, and an empty list leaves the other's order", () => {
  fc.assert(
    fc.property(list, (lexical) => {
      expect(fuse({ lexical, dense: [] }).map(({ unit }) => unit)).toEqual(lexical.map(({ unit }) => unit));
      const [first] = lexical;
      if (first === undefined) return;
      expect(fuse({ lexical, dense: [{ unit: first.unit, score: 1 }] })[0]?.unit).toBe(first.unit);
    }),
  );
});
