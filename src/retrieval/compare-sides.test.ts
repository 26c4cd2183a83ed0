import { expect, test } from "bun:test";
import fc from "fast-check";
import { createAnalyzer } from "../lexical/analyze.ts";
import { mergeSides, namesAll, rankSides, SIDE_PLACES } from "./compare-sides.ts";
import { askedThing, type UnitPlace } from "./headed-units.ts";
import type { RankedUnits } from "./rank-units.ts";

const ranking = fc
  .uniqueArray(fc.nat({ max: 30 }), { maxLength: 20 })
  .map((units) => units.map((unit) => ({ unit, score: 0, lexical: null, dense: null })));

test("each side's best is within the first places, each unit comes once, and none that was found is lost", () => {
  fc.assert(
    fc.property(fc.array(ranking, { minLength: 2, maxLength: 4 }), ranking, (sides, whole) => {
      const merged = mergeSides(sides, whole).map(({ fused }) => fused.unit);
      expect(new Set(merged).size).toBe(merged.length);
      for (const units of sides) {
        const [best] = units;
        if (best !== undefined) expect(merged.indexOf(best.unit)).toBeLessThan(sides.length);
        for (const { unit } of units.slice(0, SIDE_PLACES)) expect(merged).toContain(unit);
      }
      for (const { unit } of whole) expect(merged).toContain(unit);
    }),
    { numRuns: 1000 },
  );
});

test("where nothing is compared the ranking stands as it is", () => {
  fc.assert(
    fc.property(ranking, (whole) => {
      expect(mergeSides([], whole)).toEqual(whole.map((fused) => ({ fused, side: null })));
    }),
    { numRuns: 1000 },
  );
});

/** Units 0 to 6: a code's chapter with two named crimes and the sections of two contracts, and another law. */
const PLACES: UnitPlace[] = [
  place(1, "Furto", ["Capítulo I – Do Patrimônio"]),
  place(1, "Roubo", ["Capítulo I – Do Patrimônio"]),
  place(2, null, ["Capítulo II – Do Comodato"]),
  place(2, null, ["Capítulo II – Do Comodato"], ["Capítulo II – Do Comodato"]),
  place(2, null, ["Capítulo III – Do Mútuo"], ["Capítulo II – Do Comodato"]),
  place(3, null, ["Disposições"]),
  place(3, null, ["Disposições"], ["Disposições"]),
];

function place(
  document: number,
  rubric: string | null,
  sections: string[],
  sectionsBefore: string[] = [],
): UnitPlace {
  return { document, rubric, sections, sectionsBefore };
}

async function compare(question: string, rankings: Record<string, [unit: number, score: number][]>) {
  const sides = await rankSides({
    question,
    scope: { references: [], documents: new Set(), namesMissingNorm: false, topic: question },
    rank: async (text) => {
      const units = (rankings[text] ?? []).map(([unit, score]) => ({
        unit,
        score,
        lexical: null,
        dense: null,
      }));
      return { units } as unknown as RankedUnits;
    },
    placeOf: (unit) => PLACES[unit] ?? place(9, null, []),
    analyze: createAnalyzer(),
  });
  return { first: sides.map(({ ranked }) => ranked.units[0]?.unit ?? null), isNamed: namesAll(sides) };
}

test("what bears a thing's name as its heading comes first, else what opens the section that does", async () => {
  expect(
    await compare("diferença entre furto e roubo", {
      furto: [
        [5, 9],
        [0, 1],
      ],
      roubo: [
        [6, 9],
        [1, 1],
      ],
    }),
  ).toEqual({ first: [0, 1], isNamed: true });
  expect(
    await compare("diferença entre comodato e mútuo", {
      comodato: [
        [3, 9],
        [2, 1],
      ],
      mútuo: [
        [5, 9],
        [4, 1],
      ],
    }),
  ).toEqual({ first: [2, 4], isNamed: true });
});

test("of near units those that stand in one law come first, of far ones the best", async () => {
  const question = "diferença entre posse e detenção";
  expect(
    await compare(question, {
      posse: [
        [5, 3],
        [0, 2.5],
      ],
      detenção: [
        [1, 3],
        [6, 2],
      ],
    }),
  ).toEqual({
    first: [0, 1],
    isNamed: false,
  });
  expect(
    (
      await compare(question, {
        posse: [
          [5, 9],
          [0, 2],
        ],
        detenção: [
          [1, 9],
          [6, 2],
        ],
      })
    ).first,
  ).toEqual([5, 1]);
  expect((await compare(question, { posse: [], detenção: [[1, 9]] })).first).toEqual([null, 1]);
});

test.each([
  ["o que é infanticídio?", "infanticídio"],
  ["O que é a usucapião", "usucapião"],
  ["qual a pena do furto?", "furto"],
  ["conceito de dado pessoal", "dado pessoal"],
  ["o que são bens públicos?", "bens públicos"],
  ["qual o prazo da apelação?", null],
  ["posso ser preso por dívida?", null],
])("%p asks for %p as such", (question, thing) => {
  expect(askedThing(question)).toBe(thing);
});
