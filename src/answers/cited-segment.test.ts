import { expect, test } from "bun:test";
import { findCitedSegment, withDescendants } from "./cited-segment.ts";
import { cutQuoteSegments } from "./quote-segments.ts";

const SEGMENTS = cutQuoteSegments(
  [
    "Art. 5º Todos são iguais, nos termos seguintes:",
    "I - um;",
    "XL - quarenta:",
    "a) primeira;",
    "b) segunda;",
    "§ 1º As normas:",
    "I - outra;",
    "§ 10. Dez.",
    "Parágrafo único. Só.",
  ].join("\n"),
);
const NOTHING = { paragraph: null, inciso: null, alinea: null };
const textOf = (cited: Partial<typeof NOTHING> | Record<string, string>) => {
  const index = findCitedSegment(SEGMENTS, { ...NOTHING, ...cited });
  return index === null ? null : SEGMENTS[index]?.text;
};

test("a cited provision is found, the inner one within the outer", () => {
  expect(textOf({ inciso: "XL" })).toBe("XL - quarenta:");
  expect(textOf({ inciso: "XL", alinea: "b" })).toBe("b) segunda;");
  expect(textOf({ paragraph: "1", inciso: "I" })).toBe("I - outra;");
  expect(textOf({ paragraph: "único" })).toBe("Parágrafo único. Só.");
});

test("what the unit does not have, or is not cited, is not found", () => {
  expect(textOf({ inciso: "X" })).toBeNull();
  expect(textOf({ paragraph: "1", inciso: "XL" })).toBeNull();
  expect(textOf({})).toBeNull();
});

test("a mark of the same letter or number elsewhere is not taken for the cited one", () => {
  const segments = cutQuoteSegments(
    [
      "Art. 1º Um:",
      "I - primeiro:",
      "a) a;",
      "II - segundo:",
      "c) c;",
      "§ 1º Sem incisos.",
      "§ 2º Com:",
      "V - quinto.",
    ].join("\n"),
  );
  expect(findCitedSegment(segments, { paragraph: null, inciso: "I", alinea: "c" })).toBeNull();
  expect(findCitedSegment(segments, { paragraph: "1", inciso: "V", alinea: null })).toBeNull();
  expect(findCitedSegment(segments, { paragraph: null, inciso: "V", alinea: null })).toBeNull();
});

test("what stands under a provision goes with it", () => {
  expect(withDescendants(SEGMENTS, 2).map((index) => SEGMENTS[index]?.text)).toEqual([
    "XL - quarenta:",
    "a) primeira;",
    "b) segunda;",
  ]);
});
