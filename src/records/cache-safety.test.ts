import { afterAll, beforeAll, expect, test } from "bun:test";
import fc from "fast-check";
import { toRoman } from "../domain/roman-numerals.ts";
import "../testing/property-seed.ts";
import { modelAnswer } from "./testing/model-answer.ts";
import { createRecordsFolder, type RecordsFolder } from "./testing/open-in-folder.ts";

let folder: RecordsFolder;
beforeAll(() => {
  folder = createRecordsFolder();
});
afterAll(() => folder.remove());

/** What a question says, apart from how it is spelled. */
interface Meaning {
  subject: string;
  modal: string;
  number: string;
  inciso: number;
  article: number;
  law: string;
  exception: string;
}

const meaning: fc.Arbitrary<Meaning> = fc.record({
  subject: fc.constantFrom("o locador", "o locatário"),
  modal: fc.constantFrom("pode", "não pode", "nem pode", "nunca pode"),
  number: fc.oneof(
    fc.integer({ min: 1, max: 40 }).map(String),
    fc.constantFrom("1,5", "15", "1.500", "10²", "102", "dez", "onze", "dois terços", "10%"),
  ),
  inciso: fc.integer({ min: 1, max: 60 }),
  article: fc.integer({ min: 1, max: 60 }),
  law: fc.constantFrom("da CF", "do Código Civil", "do CDC", "da Lei nº 8.112/1990", "da Lei nº 8.213/1991"),
  exception: fc.constantFrom(
    "com aviso",
    "sem aviso",
    "exceto com aviso",
    "salvo com aviso",
    "vedado o aviso",
  ),
});

const spell = ({ subject, modal, number, inciso, article, law, exception }: Meaning) =>
  `${subject} ${modal} pagar ${number} segundo o art. ${article}, ${toRoman(inciso)}, ${law} ${exception}?`;

/** Ways to write the same question, which must not matter. */
const spelling = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => text.normalize("NFD"),
  (text) => `  ${text.replaceAll(" ", "  ")}…`,
  (text) => text.replace("?", " ?!"),
  (text) => `“${text}”`,
  (text) => text.charAt(0).toUpperCase() + text.slice(1),
  (text) => text.replaceAll("ã", "a").replaceAll("á", "a"),
);

const making = { revision: "r", model: "m", promptVersion: "1", language: "pt-BR" } as const;
const VECTOR = new Float32Array([0.6, 0.8]);

/** Two meanings that differ in at most a few places. */
const pair = fc
  .tuple(
    meaning,
    meaning,
    fc.array(
      fc.constantFrom<keyof Meaning>("subject", "modal", "number", "inciso", "article", "law", "exception"),
      { maxLength: 2 },
    ),
  )
  .map(
    ([kept, other, places]) =>
      [kept, { ...kept, ...Object.fromEntries(places.map((p) => [p, other[p]])) }] as const,
  );

test("whatever two questions say, one is given the other's answer only where they say the same", () => {
  const { answers } = folder.records;
  fc.assert(
    fc.property(pair, spelling, ([kept, asked], respell) => {
      answers.dropOther([]);
      const keptQuestion = spell(kept);
      answers.put({ ...making, question: keptQuestion }, modelAnswer(), VECTOR);
      const key = { ...making, question: respell(spell(asked)) };
      const same = keptQuestion === spell(asked);
      expect(answers.find(key) !== null).toBe(same);
      expect(answers.findNear(key, VECTOR) !== null).toBe(same);
    }),
    { numRuns: 400 },
  );
});
