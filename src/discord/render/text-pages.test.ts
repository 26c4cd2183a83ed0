import { expect, test } from "bun:test";
import fc from "fast-check";
import { escapeMarkdown } from "./escape-markdown.ts";
import { escapedBeginning, textPages } from "./text-pages.ts";

const word = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }),
  fc.constantFrom(
    "@everyone",
    "**lei**",
    "- item",
    "# Art.",
    "> cite",
    "👩‍👩‍👧‍👦",
    "אֱלֹהִים",
    "```",
    "x".repeat(300),
  ),
);
const text = fc
  .array(word, { maxLength: 40 })
  .chain((words) =>
    fc
      .array(fc.constantFrom(" ", "\n", "  "), { minLength: words.length, maxLength: words.length })
      .map((spaces) => words.map((each, at) => `${each}${spaces[at] ?? " "}`).join("")),
  );
const squeezed = (shown: string) => shown.replace(/\s+/gu, "");

test("every page fits, and no character is lost or split", () => {
  fc.assert(
    fc.property(text, fc.integer({ min: 100, max: 400 }), (written, maxChars) => {
      const pages = textPages(written, maxChars);
      for (const page of pages) {
        expect(page.length).toBeLessThanOrEqual(maxChars);
        expect(page.isWellFormed()).toBe(true);
      }
      // Escapes go before a character, so what is left of them is the same in whole and in pieces, but for places where a
      // piece begins what only the beginning of a line can.
      const letters = (shown: string) =>
        squeezed(shown)
          .match(/[\p{L}\p{N}]/gu)
          ?.join("") ?? "";
      expect(letters(pages.join("\n"))).toBe(letters(escapeMarkdown(written)));
    }),
  );
});

test("a page ends with a line or a word where it can", () => {
  expect(textPages("um dois\ntrês quatro", 12)).toEqual(["um dois", "três quatro"]);
  expect(textPages("um dois três", 8)).toEqual(["um dois", "três"]);
  expect(textPages(`${"x".repeat(25)}`, 10)).toEqual(["x".repeat(10), "x".repeat(10), "x".repeat(5)]);
});

test("a character that is longer than a page is cut between code points", () => {
  for (const endless of [`e${"\u0301".repeat(500)}`, "👩\u200d".repeat(200)]) {
    const pages = textPages(endless, 101);
    for (const page of pages) expect(page.isWellFormed() && page.length <= 101).toBe(true);
  }
});

test("a beginning fits and says that it is one", () => {
  expect(escapedBeginning("um\ndois", 20)).toBe("um dois");
  expect(escapedBeginning("um dois três", 9)).toBe("um dois…");
});
