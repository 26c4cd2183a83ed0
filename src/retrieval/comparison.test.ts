import { expect, test } from "bun:test";
import fc from "fast-check";
import { splitComparison } from "./comparison.ts";

test.each([
  ["qual a diferença entre furto e roubo?", ["furto", "roubo"]],
  ["diferença entre calúnia, difamação e injúria", ["calúnia", "difamação", "injúria"]],
  ["concussão e corrupção passiva, qual a diferença?", ["concussão", "corrupção passiva"]],
  ["Furto e roubo: qual é a diferença", ["Furto", "roubo"]],
  ["empregado e autônomo: o que muda?", ["empregado", "autônomo"]],
  [
    "compare a usucapião especial urbana com a rural",
    ["usucapião especial urbana", "usucapião especial rural"],
  ],
  ["prescrição versus decadência", ["prescrição", "decadência"]],
  ["furto ou roubo?", ["furto", "roubo"]],
  ["recurso em sentido estrito ou apelação", ["recurso em sentido estrito", "apelação"]],
  ["em que o dolo difere da culpa?", ["dolo", "culpa"]],
  ["distinguir residência de domicílio", ["residência", "domicílio"]],
  ["diferença do furto para o roubo", ["furto", "roubo"]],
  ["reajuste de preços e repactuação: qual a diferença?", ["reajuste de preços", "repactuação"]],
  ["what is the difference between theft and robbery?", ["theft", "robbery"]],
  ["compare theft with robbery", ["theft", "robbery"]],
  ["how does theft differ from robbery?", ["theft", "robbery"]],
])("%s asks about each side", (question, sides) => {
  expect(splitComparison(question)).toEqual(sides);
});

test.each([
  ["compare prescrição e decadência no direito civil", "no direito civil"],
  ["diferença entre dano moral e dano material, segundo o Código Civil", "segundo o Código Civil"],
  ["compare theft with robbery under the Penal Code", "under the Penal Code"],
])("what the sides of “%s” share is said of each", (question, shared) => {
  const sides = splitComparison(question);
  expect(sides).toHaveLength(2);
  for (const side of sides ?? []) expect(side.endsWith(` ${shared}`)).toBe(true);
});

test.each([
  "dirigir bêbado é infração ou crime?",
  "posso pedir divórcio ou separação?",
  "quem tem direito a férias e décimo terceiro?",
  "diferença de idade para casar",
  "qual a diferença?",
  "diferença entre furto e furto",
  "o que diz o art. 5º, LXXIV, da CF?",
  "",
])("“%s” compares nothing", (question) => {
  expect(splitComparison(question)).toBeNull();
});

const WORDS = [
  "furto",
  "roubo",
  "posse",
  "propriedade",
  "injúria",
  "tutela",
  "evidência",
  "crime",
  "açúcar",
  "ônus",
];
const side = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 })
  .map((words) => words.join(" "));
const manner = fc.constantFrom(
  (a: string, b: string) => `qual a diferença entre ${a} e ${b}?`,
  (a: string, b: string) => `compare ${a} com ${b}`,
  (a: string, b: string) => `${a} e ${b}: qual é a diferença?`,
  (a: string, b: string) => `difference between ${a} and ${b}`,
  (a: string, b: string) => `${a} versus ${b}`,
);

test("whatever is compared in whatever manner, each side keeps its own words", () => {
  fc.assert(
    fc.property(side, side, manner, (a, b, say) => {
      fc.pre(a !== b && a.split(" ").at(-1) !== b);
      const sides = splitComparison(say(a, b));
      expect(sides?.[0]).toBe(a);
      // A lone word may stand for the first side's words with another end.
      expect(sides?.[1]?.endsWith(b)).toBe(true);
    }),
    { numRuns: 1000 },
  );
});

test("no text makes it throw, and sides are words of the question, two to four, none empty, none twice", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "grapheme" }),
        side.map((text) => `diferença entre ${text}, ${text} ou ${text}x`),
      ),
      (question) => {
        const sides = splitComparison(question);
        if (sides === null) return;
        expect(sides.length).toBeGreaterThanOrEqual(2);
        expect(sides.length).toBeLessThanOrEqual(4);
        expect(new Set(sides).size).toBe(sides.length);
        const asked = question.normalize("NFC").replace(/\s+/gu, " ");
        for (const word of sides.flatMap((text) => text.split(" "))) {
          expect(word).not.toBe("");
          expect(asked).toContain(word);
        }
      },
    ),
    { numRuns: 1000 },
  );
});
