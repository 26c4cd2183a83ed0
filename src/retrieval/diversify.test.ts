import { expect, test } from "bun:test";
import fc from "fast-check";
import { type Candidate, diversify } from "./diversify.ts";

const nothingNamed: ReadonlySet<number> = new Set();

function candidate(document: number, text: string, cited = false): Candidate {
  return { document, chars: text.length, text: () => text, cited };
}

const law = "Art. 18. O titular dos dados pessoais tem direito a obter do controlador, a qualquer momento";

test("the same text in a second document is joined to the first", () => {
  const ranked = [
    candidate(0, law),
    candidate(1, "outra coisa bem diferente"),
    candidate(2, law.toUpperCase()),
  ];
  expect(diversify(ranked, { k: 3, named: nothingNamed })).toEqual([
    { position: 0, duplicates: [2] },
    { position: 1, duplicates: [] },
  ]);
});

test("long texts that differ in a word are the same to a reader, those that differ in a tenth of their words are not", () => {
  const long = [...Array(40).keys()].map((at) => `palavra${at}`);
  const kept = (other: readonly string[]) =>
    diversify([candidate(0, long.join(" ")), candidate(1, other.join(" "))], { k: 2, named: nothingNamed });
  expect(kept([...long, "sempre"])).toHaveLength(1);
  expect(kept(long.map((word, at) => (at % 10 === 0 ? "outra" : word)))).toHaveLength(2);
});

test("a document that has filled its share lets others pass that stand just below, unless it is asked for", () => {
  const ranked = [..."abcde"].map((letter) => candidate(0, `${letter} texto ${letter} próprio ${letter}`));
  const crowd = [...ranked, candidate(1, "outra lei diz outra coisa"), candidate(2, "terceira lei")];
  const positions = (named: ReadonlySet<number>) =>
    diversify(crowd, { k: 5, named }).map(({ position }) => position);
  expect(positions(nothingNamed)).toEqual([0, 1, 2, 3, 5]);
  expect(positions(new Set([0]))).toEqual([0, 1, 2, 3, 4]);
  const far = [..."fgh"].map((letter) => candidate(0, `${letter} texto ${letter} próprio ${letter}`));
  const late = [...ranked, ...far, candidate(1, "outra lei diz outra coisa")];
  expect(diversify(late, { k: 5, named: nothingNamed }).map(({ position }) => position)).toEqual([
    0, 1, 2, 3, 4,
  ]);
  expect(diversify(ranked, { k: 5, named: nothingNamed }).map(({ position }) => position)).toEqual([
    0, 1, 2, 3, 4,
  ]);
});

test("a vetoed or revoked provision is left out, unless it is cited", () => {
  const ranked = (cited: boolean) => [candidate(0, "Art. 28. (VETADO).", cited), candidate(0, law)];
  const positions = (cited: boolean) =>
    diversify(ranked(cited), { k: 2, named: nothingNamed }).map(({ position }) => position);
  expect(positions(false)).toEqual([1]);
  expect(positions(true)).toEqual([0, 1]);
});

const words = fc.array(fc.constantFrom("prazo", "lei", "pena", "juiz", "parte"), {
  minLength: 1,
  maxLength: 6,
});
const candidates = fc.array(
  fc
    .record({ document: fc.nat({ max: 3 }), words, cited: fc.boolean() })
    .map(({ document, words: said, cited }) => candidate(document, said.join(" "), cited)),
  { maxLength: 25 },
);

test("no position is lost or told twice, the first stays first, and as many come as can", () => {
  fc.assert(
    fc.property(candidates, fc.integer({ min: 1, max: 12 }), (ranked, k) => {
      const kept = diversify(ranked, { k, named: nothingNamed });
      const told = kept.flatMap(({ position, duplicates }) => [position, ...duplicates]);
      expect(new Set(told).size).toBe(told.length);
      expect(kept.length).toBeLessThanOrEqual(k);
      if (ranked.length > 0) expect(kept[0]?.position).toBe(0);
      for (const { position, duplicates } of kept) {
        for (const duplicate of duplicates) expect(duplicate).toBeGreaterThan(position);
      }
      const texts = kept.map(({ position }) => ranked[position]?.text());
      expect(new Set(texts).size).toBe(texts.length);
      const distinct = new Set(ranked.map(({ text }) => text())).size;
      if (kept.length < k) expect(told.length).toBe(ranked.length);
      expect(kept.length).toBeLessThanOrEqual(distinct);
    }),
  );
});
