import { expect, test } from "bun:test";
import fc from "fast-check";
import { FIGURE_NAMES, type Judgement, judge, meanFigures } from "./metrics.ts";

const binary = (...gold: string[]): Judgement => ({ gold: new Set(gold), grades: null });

test("figures of a worked example, binary", () => {
  const figures = judge(["x", "a", "y", "b", "z"], binary("a", "b", "c"));
  expect(figures.hit1).toBe(0);
  expect(figures.hit5).toBe(1);
  expect(figures.hit10).toBe(1);
  expect(figures.recall10).toBeCloseTo(2 / 3, 12);
  expect(figures.mrr10).toBe(0.5);
  const dcg = 1 / Math.log2(3) + 1 / Math.log2(5);
  expect(figures.ndcg10).toBeCloseTo(dcg / (1 + 1 / Math.log2(3) + 1 / 2), 12);
});

test("figures of a worked example, graded: the gain is the grade itself", () => {
  const grades = new Map([
    ["a", 3],
    ["b", 2],
    ["c", 1],
    ["d", 0],
  ]);
  const figures = judge(["c", "unjudged", "a"], { gold: new Set(["a", "b"]), grades });
  expect(figures.mrr10).toBeCloseTo(1 / 3, 12);
  expect(figures.ndcg10).toBeCloseTo((1 + 3 / 2) / (3 + 2 / Math.log2(3) + 1 / 2), 12);
});

test("an id that comes twice counts once, and those behind it move up", () => {
  expect(judge(["x", "x", "a"], binary("a"))).toEqual(judge(["x", "a"], binary("a")));
  expect(judge(["a", "a"], binary("a", "b")).recall10).toBe(0.5);
});

test("nothing beyond rank 10 counts", () => {
  const ranking = [..."0123456789", "a"];
  for (const name of FIGURE_NAMES) expect(judge(ranking, binary("a"))[name]).toBe(0);
});

const id = fc.constantFrom(..."abcdefghijklmnop");
const judgement = fc
  .record({ gold: fc.uniqueArray(id, { minLength: 1, maxLength: 6 }), graded: fc.boolean() })
  .map(({ gold, graded }) => ({
    gold: new Set(gold),
    grades: graded ? new Map(gold.map((gradedId, index) => [gradedId, 1 + (index % 3)])) : null,
  }));

test("every figure lies in [0, 1], whatever the ranking", () => {
  fc.assert(
    fc.property(fc.array(id), judgement, (ranking, judged) => {
      const figures = judge(ranking, judged);
      for (const name of FIGURE_NAMES) {
        expect(figures[name]).toBeGreaterThanOrEqual(0);
        expect(figures[name]).toBeLessThanOrEqual(1 + 1e-12);
      }
      expect(figures.hit1 <= figures.hit5 && figures.hit5 <= figures.hit10).toBe(true);
    }),
  );
});

test("the ideal order has nDCG 1, and moving a gold id up never lowers a figure", () => {
  fc.assert(
    fc.property(fc.uniqueArray(id), fc.nat(), judgement, (ranking, at, judged) => {
      const ideal = [...judged.gold].sort(
        (a, b) => (judged.grades?.get(b) ?? 0) - (judged.grades?.get(a) ?? 0),
      );
      expect(judge(ideal, judged).ndcg10).toBeCloseTo(1, 12);
      const position = 1 + (at % Math.max(1, ranking.length - 1));
      const [above, moved] = [ranking[position - 1], ranking[position]];
      if (above === undefined || moved === undefined || judged.gold.has(above) || !judged.gold.has(moved))
        return;
      const better = ranking.with(position - 1, moved).with(position, above);
      for (const name of FIGURE_NAMES) {
        expect(judge(better, judged)[name]).toBeGreaterThanOrEqual(judge(ranking, judged)[name] - 1e-12);
      }
    }),
  );
});

test("the mean of figures is taken figure by figure", () => {
  const mean = meanFigures([judge(["a"], binary("a")), judge(["x"], binary("a"))]);
  for (const name of FIGURE_NAMES) expect(mean[name]).toBe(0.5);
  expect(meanFigures([]).ndcg10).toBe(0);
});
