import { expect, test } from "bun:test";
import fc from "fast-check";
import { normalizeQuestion } from "./normalize-question.ts";
import "../../testing/property-seed.ts";

test.each([
  ["Qual é o prazo?", "qual e o PRAZO"],
  ["o que diz o art. 5º, LXXIV, da CF?", "O que diz o art 5o LXXIV da CF"],
  ["“direito de arrependimento”…", "direito  de\narrependimento!"],
  ["decreto-lei", "decreto lei"],
  ["o § 2º", "o §2"],
  ["não\u200b pode", "nao pode"],
])("%p and %p are the same question", (a, b) => {
  expect(normalizeQuestion(a)).toBe(normalizeQuestion(b));
});

test.each([
  ["multa de 1,5", "multa de 15"],
  ["multa de 1,5", "multa de 1 5"],
  ["multa de 10²", "multa de 102"],
  ["multa de 1½", "multa de 11/2"],
  ["multa de 10%", "multa de 10"],
  ["multa de R$ 10", "multa de 10"],
  ["saldo de -10", "saldo de 10"],
  ["lei 13.709/2018", "lei 13.709 e 2018"],
  ["o que diz o § 5º", "o que diz o 5º"],
  ["art. 58-A", "art. 58, a"],
  ["inciso IV", "inciso VI"],
  ["pode votar", "não pode votar"],
  ["com aviso", "sem aviso"],
])("%p and %p are not the same question", (a, b) => {
  expect(normalizeQuestion(a)).not.toBe(normalizeQuestion(b));
});

test("normalising twice is normalising once, and no word is lost", () => {
  const word = fc.stringMatching(/^[a-záéíóúãõç]{1,9}$/);
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1 }),
      fc.constantFrom(" ", ", ", "\n", " – ", "; "),
      (words, mark) => {
        const once = normalizeQuestion(`${words.join(mark)}?`);
        expect(normalizeQuestion(once)).toBe(once);
        expect(once.split(" ")).toHaveLength(words.length);
      },
    ),
  );
});

test("any text is normalised without failing, to something that stays", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const once = normalizeQuestion(text);
      expect(once).toBe(once.trim());
      expect(once).not.toContain("  ");
    }),
  );
});
