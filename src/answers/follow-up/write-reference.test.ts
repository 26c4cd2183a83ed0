import { expect, test } from "bun:test";
import fc from "fast-check";
import { toRoman } from "../../domain/roman-numerals.ts";
import { KNOWN_NORMS } from "../../legal/known-norms.ts";
import { NORMS_BY_NAME } from "../../legal/norm-names.ts";
import { type LegalReference, parseReferences } from "../../legal/references.ts";
import { isSameNorm, writeNorm, writeReference } from "./write-reference.ts";
import "../../testing/property-seed.ts";

const NORMS = [...new Set(NORMS_BY_NAME.values())];

const reference: fc.Arbitrary<LegalReference> = fc.record({
  unit: fc
    .tuple(fc.integer({ min: 1, max: 2100 }), fc.constantFrom("", "-A", "-B"))
    .map(([number, letter]) => `art${number}${letter}`),
  norm: fc.constantFrom(...NORMS),
  sumula: fc.constant(null),
  paragraph: fc.option(fc.oneof(fc.constant("único"), fc.integer({ min: 1, max: 30 }).map(String))),
  inciso: fc.option(fc.integer({ min: 1, max: 80 }).map(toRoman)),
  alinea: fc.option(fc.constantFrom("a", "b", "e", "o", "z")),
});

test("every article of every known law is read back as it was written", () => {
  fc.assert(
    fc.property(reference, (written) => {
      const { references } = parseReferences(`e isso? (${writeReference(written)})`);
      expect(references).toHaveLength(1);
      const { norm, ...rest } = references[0] ?? written;
      const { norm: expected, ...parts } = written;
      expect(rest).toEqual(parts);
      expect(norm !== null && expected !== null && isSameNorm(norm, expected)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test("every known law and any numbered one can be written", () => {
  expect(NORMS.filter((norm) => writeNorm(norm) === null)).toEqual([]);
  expect(KNOWN_NORMS.length).toBeGreaterThan(60);
  expect(writeNorm({ kind: "lei", number: "99123", year: 2031, names: [] })).toBe("Lei nº 99.123/2031");
  expect(writeNorm({ kind: null, number: "8112", year: null, names: [] })).not.toBeNull();
});

test.each(["Súmula 331 do TST", "Súmula Vinculante 11", "Súmula 7"])(
  "%p is written as it is read",
  (text) => {
    const [sumula] = parseReferences(text).references;
    expect(sumula === undefined ? null : writeReference(sumula)).toBe(text);
  },
);
