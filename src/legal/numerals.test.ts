import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  formatDottedInteger,
  formatProvisionNumber,
  parseDottedInteger,
  parseOrdinalWord,
  removeAccents,
} from "./numerals.ts";

test("ordinal words are read in both genders, with and without accents", () => {
  expect(["PRIMEIRO", "segunda", "sétimo", "SETIMA", "Décimo"].map(parseOrdinalWord)).toEqual([
    1, 2, 7, 7, 10,
  ]);
  expect(["Primeir", "Parte", "ÚNICO", ""].map(parseOrdinalWord)).toEqual([null, null, null, null]);
});

test("integers are read with and without dots and written with them", () => {
  expect(["5", "1045", "1.045", "13.105"].map(parseDottedInteger)).toEqual([5, 1045, 1045, 13105]);
  expect(["", "1.04", "1.0455", "5a", "-1", "1234567890"].map(parseDottedInteger)).toEqual(
    Array(6).fill(null),
  );
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999 }), (value) => {
      expect(parseDottedInteger(formatDottedInteger(value))).toBe(value);
    }),
  );
});

test("provisions are ordinal up to the ninth", () => {
  expect([1, 9, 10, 1045].map(formatProvisionNumber)).toEqual(["1º", "9º", "10", "1.045"]);
});

test("accents fold to plain letters", () => {
  expect(removeAccents("Ação ÂMBITO")).toBe("Acao AMBITO");
});
