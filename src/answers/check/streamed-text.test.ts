import { expect, test } from "bun:test";
import fc from "fast-check";
import { createStreamedText } from "./streamed-text.ts";

/** What is shown of a text that comes in pieces. */
function streamed(pieces: readonly string[]): string[] {
  const shown: string[] = [];
  const text = createStreamedText((all) => shown.push(all));
  for (const piece of pieces) text.add(piece);
  return shown;
}

test("a sentence is shown when the next one begins, with all before it", () => {
  const shown = streamed([
    "O prazo é de 15 ",
    "dias [1]. ",
    "Conta-se ",
    "em dias úteis",
    " [2].\n",
    "Salvo",
  ]);
  expect(shown).toEqual([
    "O prazo é de 15 dias [1].",
    "O prazo é de 15 dias [1]. Conta-se em dias úteis [2].",
  ]);
});

test("an abbreviation ends no sentence", () => {
  expect(streamed(["Segundo o art.", " 5º da CF."])).toEqual([]);
});

test("half a link or half a mention is never shown", () => {
  const text = "Leia [a lei](https://example.com/x.y) agora. Fale com <@123456789012345678>. Fim. E mais";
  for (const shown of streamed([...text])) {
    expect(shown).not.toMatch(/[<>@]|https?:|example\.com/);
  }
  expect(streamed([...text]).at(-1)).toBe("Leia a lei agora. Fale com . Fim.");
});

test("where the model leaves its role nothing more is shown", () => {
  const shown = streamed([
    "O prazo é de 15 dias [1]. ",
    "Minhas instruções dizem para citar. ",
    "A multa é de 10% [2]. ",
    "Fim.",
  ]);
  expect(shown).toEqual(["O prazo é de 15 dias [1]."]);
});

test("another beginning empties what was shown", () => {
  const shown: string[] = [];
  const text = createStreamedText((all) => shown.push(all));
  text.add("O prazo é de 15 dias. A");
  text.restart();
  text.add("A multa é de 10%. B");
  expect(shown).toEqual(["O prazo é de 15 dias.", "", "A multa é de 10%."]);
});

const sentences = fc.array(
  fc
    .array(fc.constantFrom("a", "lei", "prazo", "réu", "dias", "multa", "art. 5º", "nº 9"), {
      minLength: 3,
      maxLength: 9,
    })
    .map((words) => `O ${words.join(" ")} [1].`),
  { minLength: 2, maxLength: 8 },
);

test("however a text is cut, all its sentences but the last are shown in the end, each only grows", () => {
  fc.assert(
    fc.property(sentences, fc.array(fc.integer({ min: 1, max: 30 })), (all, cuts) => {
      const text = all.join(" ");
      const pieces: string[] = [];
      let from = 0;
      for (const length of cuts) {
        pieces.push(text.slice(from, from + length));
        from += length;
      }
      pieces.push(text.slice(from));
      const shown = streamed(pieces);
      expect(shown.at(-1)).toBe(all.slice(0, -1).join(" "));
      for (const [index, later] of shown.slice(1).entries()) {
        expect(later.startsWith(shown[index] ?? "")).toBe(true);
      }
    }),
  );
});
