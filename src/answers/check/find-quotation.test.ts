import { expect, test } from "bun:test";
import fc from "fast-check";
import { findQuotation, quotable, readQuotation } from "./find-quotation.ts";

const TEXT =
  "Art. 58-A. O juiz não poderá, salvo motivo “grave”, prorrogar o prazo de 1.009 dias – ou guarda-chuva d'água; § 2º É vedado o uso de 10% da soma.\n[…]\nI - a multa será paga em dobro.";

function stands(quotation: string, before = ""): boolean {
  const sought = readQuotation(quotation, before);
  return sought !== null && findQuotation(sought, quotable([TEXT, "Do Depósito"]));
}

const FOUND = [
  "O juiz não poderá",
  "o JUIZ nao podera,",
  "salvo motivo ‘grave’, prorrogar  o\nprazo",
  "prazo de 1.009 dias - ou guarda‑chuva d’água",
  "§ 2o É vedado",
  "§2° é vedado o uso de 10% da soma.",
  "Art. 58-A",
  "Art. 58-A. […] § 2º É vedado o uso (...) em dobro",
  "é vedado o uso de 10% da soma... a multa será paga",
  "multa",
  "Do Depósito",
];
const NOT_FOUND = [
  "O juiz poderá",
  "O juiz não deverá",
  "prazo de 1",
  "009 dias",
  "Art. 58",
  "guarda",
  "chuva d'água",
  "uso de 10",
  "o juiz, não poderá",
  "da soma. I - a multa será",
  "prorrogar o prazo […] O juiz não",
  "O juiz […] prorrogar o prazo",
  "O […] prazo […] multa",
  "O juiz não poderá […] prorrogar o prazo",
  "poderá, salvo motivo grave",
  "multa de",
  "prazo de 1.009 meses",
  "da soma do depósito",
  "",
  "…",
];

for (const quotation of FOUND) {
  test(`“${quotation}” stands in the text`, () => expect(stands(quotation)).toBe(true));
}
for (const quotation of NOT_FOUND) {
  test(`“${quotation}” does not stand in the text`, () => expect(stands(quotation)).toBe(false));
}

test("a quotation behind a negation stands there when the sentence has one too", () => {
  expect(stands("poderá, salvo motivo grave", "o juiz não ")).toBe(true);
});

const WORDS = "lei juiz prazo multa dias direito recurso réu autor pena crime dolo culpa posse".split(" ");
const words = fc.array(fc.constantFrom(...WORDS), { minLength: 4, maxLength: 60 });

/** Random spellings of what counts as the same text. */
function disguise(text: string, choices: readonly number[]): string {
  return [...text]
    .map((character, at) => {
      const choice = choices[at % choices.length] ?? 0;
      if (character === " ") return [" ", "  ", "\n", "\u00a0"][choice % 4] ?? " ";
      if (choice % 5 === 0) return character.toUpperCase();
      return choice % 7 === 0 ? character.normalize("NFD") : character;
    })
    .join("");
}

test("any stretch of a text is found, however it is spelt, and not with another word in it", () => {
  const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(words, fc.nat(), fc.nat(), fc.nat(), choices, (list, a, b, changed, spelling) => {
      const [from, to] = [a % list.length, b % list.length].sort((x, y) => x - y);
      const stretch = list.slice(from, (to ?? 0) + 1);
      const text = quotable([list.join(" ")]);
      const sought = readQuotation(disguise(stretch.join(" "), spelling));
      expect(sought !== null && findQuotation(sought, text)).toBe(true);
      const other = stretch.with(changed % stretch.length, "usucapião");
      const altered = readQuotation(disguise(other.join(" "), spelling));
      expect(altered !== null && findQuotation(altered, text)).toBe(false);
    }),
    { numRuns: 10_000 },
  );
});

test("a quotation with a letter changed is not found", () => {
  fc.assert(
    fc.property(words, fc.nat(), (list, at) => {
      const text = list.join(" ");
      const position = at % text.length;
      if (text[position] === " ") return;
      const altered = `${text.slice(0, position)}w${text.slice(position + 1)}`;
      const sought = readQuotation(altered);
      expect(sought !== null && findQuotation(sought, quotable([text]))).toBe(false);
    }),
    { numRuns: 3000 },
  );
});
