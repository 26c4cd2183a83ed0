import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { createLabeller, type Numbering, type NumberingLevel, writeNumber } from "./label-paragraphs.ts";

const level = (format: string, template: string, start = 1): NumberingLevel => ({
  format,
  template,
  start,
  legal: false,
});
const numbering = (
  levels: readonly NumberingLevel[],
  restarts: readonly (readonly [number, number])[] = [],
): Numbering => ({ abstractId: "a", levels: new Map(levels.entries()), restarts: new Map(restarts) });

describe("createLabeller", () => {
  test("counts each level, and deeper levels anew under each item", () => {
    const label = createLabeller(
      new Map([["1", numbering([level("decimal", "Art. %1º"), level("upperRoman", "%2 -")])]]),
    );
    expect([0, 1, 1, 0, 1].map((depth) => label("1", depth))).toEqual([
      "Art. 1º",
      "I -",
      "II -",
      "Art. 2º",
      "I -",
    ]);
  });

  test("writes the numbers of the levels above", () => {
    const label = createLabeller(
      new Map([["1", numbering([level("decimal", "%1."), level("decimal", "%1.%2.", 5)])]]),
    );
    expect([1, 1, 0, 1].map((depth) => label("1", depth))).toEqual(["1.5.", "1.6.", "2.", "2.5."]);
  });

  test("goes on in another numbering of the same kind, unless that one begins anew", () => {
    const levels = [level("lowerLetter", "%1)")];
    const numberings = new Map([
      ["1", numbering(levels)],
      ["2", numbering(levels)],
      ["3", numbering(levels, [[0, 4]])],
    ]);
    const label = createLabeller(numberings);
    expect(["1", "2", "3", "3", "1"].map((id) => label(id, 0))).toEqual(["a)", "b)", "d)", "e)", "f)"]);
  });

  test("gives bullets, empty formats and unknown numberings no label", () => {
    const numberings = new Map([["1", numbering([level("bullet", "•"), level("none", "")])]]);
    const label = createLabeller(numberings);
    expect([label("1", 0), label("1", 1), label("1", 7), label("9", 0)]).toEqual(["", "", "", ""]);
  });

  test("writes legal numberings in figures", () => {
    const levels = [level("upperRoman", "%1"), { ...level("decimal", "%1.%2"), legal: true }];
    const label = createLabeller(new Map([["1", numbering(levels)]]));
    expect([label("1", 0), label("1", 1)]).toEqual(["I", "1.1"]);
  });
});

describe("writeNumber", () => {
  test("writes the formats of Word's menus", () => {
    expect(
      ["decimal", "decimalZero", "ordinal", "upperRoman", "lowerRoman"].map((format) =>
        writeNumber(4, format),
      ),
    ).toEqual(["4", "04", "4º", "IV", "iv"]);
    expect([1, 26, 27, 28].map((value) => writeNumber(value, "lowerLetter"))).toEqual(["a", "z", "aa", "bb"]);
  });

  test("writes Roman numerals that add up to the number", () => {
    const values: Record<string, number> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1000 };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3999 }), (value) => {
        const digits = [...writeNumber(value, "upperRoman")].map((letter) => values[letter] ?? 0);
        const sum = digits.reduce(
          (total, digit, at) => total + (digit < (digits[at + 1] ?? 0) ? -digit : digit),
          0,
        );
        return sum === value;
      }),
    );
  });
});
