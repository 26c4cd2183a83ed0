import { expect, test } from "bun:test";
import fc from "fast-check";
import "../../testing/property-seed.ts";
import { diffWords, haveSameWords } from "./diff-words.ts";

const wordsOf = (text: string) => text.split(/\s+/).filter((word) => word !== "");
const text = fc
  .array(
    fc.tuple(fc.constantFrom("a", "lei", "dia,", "dia", "§", "art."), fc.constantFrom(" ", "\n", "  ")),
    {
      maxLength: 40,
    },
  )
  .map((words) => words.flat().join(""));

test("what changed is told word by word, and a line break that is only elsewhere is no change", () => {
  expect(
    diffWords("pelo prazo de vinte dias.\n§ 1º O prazo", "pelo prazo de quinze dias. § 1º O prazo"),
  ).toEqual([
    { kind: "same", text: "pelo prazo de" },
    { kind: "removed", text: "vinte" },
    { kind: "added", text: "quinze" },
    { kind: "same", text: "dias. § 1º O prazo" },
  ]);
});

test("both texts can be read from their differences, word for word", () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const changes = diffWords(before, after);
      const side = (kind: "added" | "removed") =>
        changes
          .filter((change) => change.kind === "same" || change.kind === kind)
          .flatMap((c) => wordsOf(c.text));
      expect(side("removed")).toEqual(wordsOf(before));
      expect(side("added")).toEqual(wordsOf(after));
      expect(changes.every((change) => change.kind === "same")).toBe(haveSameWords(before, after));
    }),
  );
});

test("texts that have next to nothing in common are told as a whole, soon", () => {
  const long = (word: string) => Array.from({ length: 6000 }, (_, i) => `${word}${i}`).join(" ");
  expect(diffWords(long("a"), long("b")).map(({ kind }) => kind)).toEqual(["removed", "added"]);
});
