import { expect, test } from "bun:test";
import fc from "fast-check";
import { cleanText, hasWords } from "./clean-text.ts";

test("brings text to one form", () => {
  expect(cleanText("  Cons\u00adtitui\u0063\u0327a\u0303o\u00a0\t\nFederal ")).toBe("Constituição Federal");
  expect(cleanText("de\ufb01nitivo e\ufb00etivo")).toBe("definitivo effetivo");
  expect(cleanText("a\u200bb\u0000c\ufeff")).toBe("abc");
});

test("cleaning twice changes nothing more", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => cleanText(cleanText(text)) === cleanText(text)),
  );
});

test("finds letters and digits of any script, and nothing else", () => {
  expect(hasWords("— § •")).toBe(false);
  expect(hasWords("§ 1º")).toBe(true);
  expect(hasWords("法")).toBe(true);
});
