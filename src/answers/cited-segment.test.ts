import { expect, test } from "bun:test";
import { findCitedSegment, findMissingPart, withDescendants } from "./cited-segment.ts";
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
});

test("an inciso that only a § has is that one's, where no § is cited", () => {
  const segments = cutQuoteSegments(
    ["Art. 1º Um:", "I - primeiro;", "§ 1º Dois:", "I - outro;", "V - quinto."].join("\n"),
  );
  expect(findCitedSegment(segments, { ...NOTHING, inciso: "I" })).toBe(1);
  expect(findCitedSegment(segments, { ...NOTHING, inciso: "V" })).toBe(4);
  expect(findMissingPart(segments, { ...NOTHING, inciso: "V" })).toBeNull();
});

test("what of a citation an article does not have is told apart from what it has", () => {
  const missing = (cited: Record<string, string>) => findMissingPart(SEGMENTS, { ...NOTHING, ...cited });
  expect(missing({ inciso: "XL", alinea: "b" })).toBeNull();
  expect(missing({})).toBeNull();
  expect(missing({ inciso: "XL", alinea: "c" })).toEqual({
    held: { ...NOTHING, inciso: "XL" },
    heldSegment: 2,
    missing: { ...NOTHING, alinea: "c" },
  });
  expect(missing({ paragraph: "9", inciso: "I" })).toEqual({
    held: NOTHING,
    heldSegment: null,
    missing: { ...NOTHING, paragraph: "9" },
  });
  expect(missing({ inciso: "X" })?.missing).toEqual({ ...NOTHING, inciso: "X" });
});

test("a paragraph of another article that is only spoken of is not the article's own", () => {
  const segments = cutQuoteSegments("Art. 1º Aplica-se o disposto no parágrafo único do art. 81.");
  expect(findMissingPart(segments, { ...NOTHING, paragraph: "único" })?.missing.paragraph).toBe("único");
});

test("what is printed in an unusual way is not said to be missing", () => {
  const segments = cutQuoteSegments("Art. 1º São: a - um; b - dois, e (c) três. II: quatro. 1. § 3° Cinco.");
  for (const cited of [{ alinea: "b" }, { alinea: "c" }, { inciso: "II" }, { paragraph: "3" }])
    expect(findMissingPart(segments, { ...NOTHING, ...cited })).toBeNull();
});

test("a § and an inciso that were put in later are told apart from those before them", () => {
  const segments = cutQuoteSegments(
    ["Art. 1º Um:", "I - primeiro;", "I-A - depois;", "§ 2º Dois.", "§ 2º-A Três.", "§ 20. Vinte."].join(
      "\n",
    ),
  );
  const found = (cited: Record<string, string>) => findCitedSegment(segments, { ...NOTHING, ...cited });
  expect(["I", "I-A"].map((inciso) => found({ inciso }))).toEqual([1, 2]);
  expect(["2", "2-A", "20", "2-B"].map((paragraph) => found({ paragraph }))).toEqual([3, 4, 5, null]);
});

test("a § that was put in later is found where a file has lost its dash, and no § that begins with the letter", () => {
  const segments = cutQuoteSegments(
    ["Art. 1º Um.", "§ 2º A pena é dobrada.", "§ 2º A A pena é tripla."].join("\n"),
  );
  const cited = (paragraph: string) => findCitedSegment(segments, { ...NOTHING, paragraph });
  expect([cited("2"), cited("2-A"), cited("2-B")]).toEqual([1, 2, null]);
  expect(findMissingPart(segments.slice(0, 2), { ...NOTHING, paragraph: "2-A" })).toBeNull();
});

test("what stands under a provision goes with it", () => {
  expect(withDescendants(SEGMENTS, 2).map((index) => SEGMENTS[index]?.text)).toEqual([
    "XL - quarenta:",
    "a) primeira;",
    "b) segunda;",
  ]);
});
