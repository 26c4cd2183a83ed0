import { expect, test } from "bun:test";
import fc from "fast-check";
import { cutQuoteSegments } from "./quote-segments.ts";

const words = (text: string) => text.split(/\s+/).filter((word) => word !== "");

test("an article is cut at its provisions, each under the one that it belongs to", () => {
  const text = [
    "Art. 18. O titular tem direito a obter:",
    "I - confirmação; II - acesso aos dados:",
    "a) próprios;",
    "§ 1º O titular pode peticionar.",
  ].join("\n");
  expect(cutQuoteSegments(text)).toEqual([
    { text: "Art. 18. O titular tem direito a obter:", depth: 0, parent: null },
    { text: "I - confirmação;", depth: 2, parent: 0 },
    { text: "II - acesso aos dados:", depth: 2, parent: 0 },
    { text: "a) próprios;", depth: 3, parent: 2 },
    { text: "§ 1º O titular pode peticionar.", depth: 1, parent: 0 },
  ]);
});

test("a long paragraph is cut at the ends of its sentences, not at abbreviations", () => {
  const first = `O juiz, nos termos do art. 5º e do n. Onze, ${"decidirá ".repeat(30)}logo.`;
  const second = `Cabe recurso ${"da decisão ".repeat(20)}ao tribunal.`;
  const segments = cutQuoteSegments(`${first} ${second}`);
  expect(segments.map((segment) => segment.text)).toEqual([first, second]);
  expect(segments[1]?.parent).toBe(0);
});

test("an article's head stays with its first sentence", () => {
  const first = `Art. 21. O mandado pode ser impetrado ${"por partido político ".repeat(18)}com representação.`;
  const segments = cutQuoteSegments(`${first} Outra frase segue.`);
  expect(segments.map((segment) => segment.text)).toEqual([first, "Outra frase segue."]);
});

test("what goes on after a page's end belongs to what it goes on from, a penalty to its provision, a heading to none", () => {
  const text = [
    "Art. 121. Matar alguém:",
    "Pena - reclusão.",
    "Homicídio qualificado",
    "§ 2º Se o homicídio é cometido:",
    "I - mediante paga",
    "ou promessa;",
    "Pena - reclusão maior.",
    "§ 3º Se culposo:",
  ].join("\n");
  const segments = cutQuoteSegments(text);
  const parents = segments.map(({ parent }) => (parent === null ? null : segments[parent]?.text));
  expect(parents).toEqual([
    null,
    "Art. 121. Matar alguém:",
    null,
    "Art. 121. Matar alguém:",
    "§ 2º Se o homicídio é cometido:",
    "I - mediante paga",
    "§ 2º Se o homicídio é cometido:",
    "Art. 121. Matar alguém:",
  ]);
});

test("what a law quotes of another hangs on the head that it quotes", () => {
  const segments = cutQuoteSegments("Art. 2º A Lei passa a dizer:\n“Art. 12. É direito:\nI - um;");
  expect(segments.map(({ parent }) => parent)).toEqual([null, null, 1]);
});

test("no word of any text is lost, added or moved", () => {
  const piece = fc.constantFrom(
    "I - um;",
    "§ 2º Dois.",
    "a) três;",
    "\n",
    "Texto. Outro",
    "art. 5º",
    "",
    "  ",
    "IV – x",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece).map((pieces) => pieces.join(" ")),
        fc.string(),
      ),
      (text) => {
        const segments = cutQuoteSegments(text);
        expect(words(segments.map((segment) => segment.text).join(" "))).toEqual(words(text));
        for (const [i, segment] of segments.entries()) expect(segment.parent ?? -1).toBeLessThan(i);
      },
    ),
  );
});
