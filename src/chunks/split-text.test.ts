import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { splitText } from "./split-text.ts";
import { countByWord } from "./token-counter.ts";

/** Four characters to a token, as Portuguese has on average. */
const countTokens = countByWord((word) => Math.ceil(word.length / 4));

function parts(text: string, maxTokens: number): string[] {
  return splitText(text, maxTokens, countTokens).map(({ start, end }) => text.slice(start, end));
}

describe("splitText", () => {
  test("leaves whole what fits", () => {
    expect(parts("Uma frase. Outra frase.", 100)).toEqual(["Uma frase. Outra frase."]);
  });

  test("cuts at sentences, not at abbreviations", () => {
    expect(
      parts("Aplica-se o art. 5 e o n. 18 da Lei n. 9. Cabe recurso do Dr. Silva? Sim; Não cabe.", 14),
    ).toEqual([
      "Aplica-se o art. 5 e o n. 18 da Lei n. 9.",
      "Cabe recurso do Dr. Silva?",
      "Sim;",
      "Não cabe.",
    ]);
  });

  test("cuts a long sentence at words into parts of about equal size", () => {
    const sentence = Array.from({ length: 50 }, () => "casa").join(" ");
    const sizes = parts(sentence, 20).map((part) => countTokens(part));
    expect(sizes).toEqual([17, 17, 16]);
  });

  test("cuts a word without end, never within a character", () => {
    const word = "😀".repeat(5000);
    const cut = parts(word, 50);
    expect(cut.join("")).toBe(word);
    expect(cut.every((part) => countTokens(part) <= 50 && !/^[\udc00-\udfff]/.test(part))).toBe(true);
  });

  test("loses nothing and keeps the limit, whatever the text", () => {
    const text = fc.oneof(
      fc.string({ maxLength: 400 }),
      fc
        .array(fc.constantFrom("a", "palavra", ".", ";", "A", "\n", "art.", "x".repeat(120), "😀"), {
          maxLength: 200,
        })
        .map((words) => words.join(" ")),
      fc.string({ unit: "grapheme", maxLength: 200 }),
    );
    fc.assert(
      fc.property(text, fc.integer({ min: 4, max: 60 }), (written, maxTokens) => {
        const cut = splitText(written, maxTokens, countTokens);
        let at = 0;
        for (const { start, end, tokens } of cut) {
          expect(written.slice(at, start).trim()).toBe("");
          expect(tokens).toBe(countTokens(written.slice(start, end)));
          expect(tokens).toBeLessThanOrEqual(maxTokens);
          at = end;
        }
        expect(written.slice(at).trim()).toBe("");
      }),
    );
  });
});
