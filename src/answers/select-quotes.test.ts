import { expect, test } from "bun:test";
import fc from "fast-check";
import type { CitedPart } from "./cited-segment.ts";
import { selectQuotes } from "./select-quotes.ts";

const analyze = (text: string) => text.toLowerCase().match(/\p{L}+/gu) ?? [];
const select = (text: string, terms: string[], maxChars: number, cited: CitedPart | null = null) =>
  selectQuotes({
    text,
    analyze,
    maxChars,
    cited: cited === null ? [] : [cited],
    terms: new Map(terms.map((term) => [term, 1])),
  }).quotes;

const ARTICLE = [
  "Art. 1º São deveres do locatário:",
  "I - pagar pontualmente o aluguel;",
  "II - servir-se do imóvel para o uso convencionado;",
  "III - restituir o imóvel, finda a locação;",
  "Parágrafo único. O recibo de quitação será fornecido quando exigido.",
].join("\n");

test("a short unit is quoted whole", () => {
  const quotes = select(ARTICLE, ["recibo"], 1000);
  expect(quotes.map((quote) => quote.text).join("\n")).toBe(ARTICLE);
  expect(quotes.some((quote) => quote.gapBefore)).toBe(false);
});

test("of a long unit the decisive provision is quoted, with its head and a mark for what is left out", () => {
  const quotes = select(ARTICLE.replace("locatário:", "locatário."), ["recibo", "quitação"], 105);
  expect(quotes).toEqual([
    { text: "Art. 1º São deveres do locatário.", gapBefore: false },
    { text: "Parágrafo único. O recibo de quitação será fornecido quando exigido.", gapBefore: true },
  ]);
});

test("a question that the head answers by a list gets the list from its beginning", () => {
  const quotes = select(ARTICLE, ["deveres", "locatário"], 120);
  expect(quotes.map((quote) => quote.text)).toEqual([
    "Art. 1º São deveres do locatário:",
    "I - pagar pontualmente o aluguel;",
    "II - servir-se do imóvel para o uso convencionado;",
  ]);
});

test("of a unit that the question cites in part, that part is quoted under its head and nothing else", () => {
  const quotes = select(ARTICLE, ["locatário"], 1000, { paragraph: null, inciso: "II", alinea: null });
  expect(quotes).toEqual([
    { text: "Art. 1º São deveres do locatário:", gapBefore: false },
    { text: "II - servir-se do imóvel para o uso convencionado;", gapBefore: true },
  ]);
});

test("a cited provision is quoted even where its head leaves no room", () => {
  const text = `Art. 1º ${"palavra ".repeat(20)}fim:\nI - curto;\nII - o que se pede;`;
  expect(select(text, [], 60, { paragraph: null, inciso: "II", alinea: null })).toEqual([
    { text: "II - o que se pede;", gapBefore: true },
  ]);
});

test("a head longer than the room is cut at a word", () => {
  expect(select(`Art. 1º ${"palavra ".repeat(40)}fim`, [], 30)).toEqual([
    { text: "Art. 1º palavra palavra", gapBefore: false },
  ]);
});

test("a heading does not stand alone where what it heads is too long: that is cut at a word", () => {
  const selection = (terms: string[]) =>
    selectQuotes({
      text: `Súmula 11\n${"palavra ".repeat(40)}fim.\n${"outra ".repeat(40)}alfa.`,
      analyze,
      maxChars: 60,
      cited: [],
      terms: new Map(terms.map((term) => [term, 1])),
    });
  expect(selection([])).toEqual({
    quotes: [
      { text: "Súmula 11", gapBefore: false },
      { text: "palavra palavra palavra palavra palavra palavra", gapBefore: false },
    ],
    gapAfter: true,
  });
  expect(selection(["alfa"]).quotes[1]).toEqual({
    text: "outra outra outra outra outra outra outra outra",
    gapBefore: true,
  });
});

test("every quote stands word for word in the text, in order, within the room", () => {
  const provision = fc.constantFrom(
    "I - um alfa;",
    "II - dois beta;",
    "§ 1º Três gama.",
    "a) alfa beta;",
    "Art. 9º Alfa:",
  );
  fc.assert(
    fc.property(
      fc.array(provision, { minLength: 1 }),
      fc.integer({ min: 20, max: 300 }),
      (provisions, maxChars) => {
        const text = provisions.join("\n");
        let at = 0;
        const quotes = select(text, ["alfa", "gama"], maxChars);
        expect(quotes.length).toBeGreaterThan(0);
        for (const quote of quotes) {
          const found = text.indexOf(quote.text, at);
          expect(found).toBeGreaterThanOrEqual(at);
          at = found + quote.text.length;
        }
        expect(quotes.reduce((sum, quote) => sum + quote.text.length, 0)).toBeLessThanOrEqual(maxChars);
      },
    ),
  );
});
