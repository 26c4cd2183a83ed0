import { expect, test } from "bun:test";
import fc from "fast-check";
import { toRoman } from "../domain/roman-numerals.ts";
import { compareUnits, formatPart, formatUnit, readUnit, writeUnit } from "./unit-names.ts";

const WHOLE = { paragraph: null, inciso: null, alinea: null };

test.each([
  ["5", "art5", ""],
  ["5º", "art5", ""],
  ["art. 5o", "art5", ""],
  ["Artigo 1.045", "art1045", ""],
  ["1045", "art1045", ""],
  ["58-A", "art58-A", ""],
  ["58a", "art58-A", ""],
  ["art103-B", "art103-B", ""],
  ["artigo único", "art1", ""],
  ["5º, LXXIV", "art5", "LXXIV"],
  ["5 inciso LXXIV", "art5", "LXXIV"],
  ["121, § 2º", "art121", "§ 2º"],
  ["121 parágrafo 2 inciso IV", "art121", "§ 2º, IV"],
  ["49, parágrafo único", "art49", "parágrafo único"],
  ["150, III, b", "art150", "III, b"],
])("%p is %p, %p", (text, name, part) => {
  const read = readUnit(text, false);
  expect({ name: read?.name, part: read && formatPart(read.part) }).toEqual({ name, part });
});

test.each(["331", "súmula 331", "Súmula nº 331", "sumula331", "0331"])("among súmulas %p is 331", (text) => {
  expect(readUnit(text, true)).toEqual({ name: "sumula331", part: WHOLE });
});

test.each(["", "abc", "o que diz a lei?", "º"])("%p is no unit", (text) => {
  expect(readUnit(text, false)).toBeNull();
  expect(readUnit(text, true)).toBeNull();
});

test("a unit that is written out is read again as the same", () => {
  const roman = fc.integer({ min: 1, max: 99 }).map(toRoman);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3000 }),
      fc.option(fc.constantFrom("A", "B", "Z")),
      fc.option(fc.oneof(fc.integer({ min: 1, max: 30 }).map(String), fc.constant("único"))),
      fc.option(roman),
      fc.option(fc.constantFrom("a", "b", "z")),
      (number, letter, paragraph, inciso, alinea) => {
        const name = `art${number}${letter === null ? "" : `-${letter}`}`;
        // A letter alone is an alínea only behind a § or inciso.
        const part = { paragraph, inciso, alinea: paragraph === null && inciso === null ? null : alinea };
        const written = writeUnit(name, formatPart(part));
        expect({ written, read: readUnit(written, false) }).toEqual({ written, read: { name, part } });
      },
    ),
  );
});

test("units are in the order of their numbers and letters", () => {
  const names = ["art104", "art103-B", "art9", "art103", "art103-A", "art10"];
  expect(names.sort(compareUnits).map(formatUnit)).toEqual([
    "Art. 9º",
    "Art. 10",
    "Art. 103",
    "Art. 103-A",
    "Art. 103-B",
    "Art. 104",
  ]);
});
