import { expect, test } from "bun:test";
import fc from "fast-check";
import { NORM_KINDS, type Norm } from "../domain/meta.ts";
import { findNamedNorms, formatNorm } from "./norms.ts";

const NAMED: [text: string, shown: string | null][] = [
  ["Lei nº 13.709, de 14 de agosto de 2018", "Lei nº 13.709/2018"],
  ["LEI Nº 13.709, DE 14 DE AGOSTO DE 2018", "Lei nº 13.709/2018"],
  ["Lei 10.406/2002", "Lei nº 10.406/2002"],
  ["Lei n. 8.078/90", "Lei nº 8.078/1990"],
  ["Lei no 9.784, de 29 de janeiro de 1999", "Lei nº 9.784/1999"],
  ["Lei Federal nº 8.906/94", "Lei nº 8.906/1994"],
  ["LC 101/2000", "Lei Complementar nº 101/2000"],
  ["Lei Complementar nº 140, de 8 de dezembro de 2011", "Lei Complementar nº 140/2011"],
  ["Decreto-Lei 2.848/1940", "Decreto-Lei nº 2.848/1940"],
  ["Decreto-lei nº 4.657, de 4.9.1942", "Decreto-Lei nº 4.657/1942"],
  ["Decreto nº 6.949, de 25 de agosto de 2009", "Decreto nº 6.949/2009"],
  ["Medida Provisória nº 868, de 27 de dezembro de 2018", "Medida Provisória nº 868/2018"],
  ["EC nº 45/2004", "Emenda Constitucional nº 45/2004"],
  ["Resolução 02/2015", "Resolução nº 2/2015"],
  ["Constituição Federal de 1988", "Constituição Federal de 1988"],
  ["CONSTITUIÇÃO DA REPÚBLICA FEDERATIVA DO BRASIL DE 1988", "Constituição Federal de 1988"],
  ["Lei 8112", "Lei nº 8.112"],
  ["lei-13709-lgpd", null],
  ["aquele que viola a lei 3 vezes", "Lei nº 3"],
  ["na forma da lei", null],
  ["mp 45 e lc 3", null],
];

test.each(NAMED)("%p names %p", (text, shown) => {
  expect(findNamedNorms(text).map(({ norm }) => formatNorm(norm))).toEqual(shown === null ? [] : [shown]);
});

test("all norms of a sentence are found where they stand", () => {
  const text = "a Lei nº 8.078/1990 e o Decreto-Lei nº 2.848, de 7 de dezembro de 1940";
  expect(findNamedNorms(text).map(({ start, end }) => text.slice(start, end))).toEqual([
    "Lei nº 8.078/1990",
    "Decreto-Lei nº 2.848, de 7 de dezembro de 1940",
  ]);
});

test("what is printed is read back", () => {
  const kinds = NORM_KINDS.filter((kind) => kind !== "constituicao" && kind !== "sumulas");
  const norm: fc.Arbitrary<Norm> = fc.record({
    kind: fc.constantFrom(...kinds),
    number: fc.integer({ min: 1, max: 999_999 }).map(String),
    year: fc.integer({ min: 1900, max: 2099 }),
  });
  fc.assert(
    fc.property(norm, (written) => {
      expect(findNamedNorms(`Dispõe a ${formatNorm(written)}.`).map((found) => found.norm)).toEqual([
        written,
      ]);
    }),
  );
});
