import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { joinAtLineEnd, learnLineEnds } from "./undo-hyphenation.ts";

/** A document that cuts words: it holds `consti-`/`tuição` and, elsewhere, `constituição`. */
const cutting = (...lines: string[]) =>
  learnLineEnds(["nos termos da consti-", "tuição federal", "a constituição diz", ...lines]);
const join = (before: string, after: string, ...lines: string[]) =>
  joinAtLineEnd(before, after, cutting(...lines));

describe("joinAtLineEnd", () => {
  test("puts a blank between lines without a hyphen", () => {
    expect(join("da Lei", "nº 1")).toBe("da Lei nº 1");
    expect(join("", "Art. 1º")).toBe("Art. 1º");
    expect(join("o fundo –", "que é público")).toBe("o fundo – que é público");
    expect(join("de 2019 -", "2020")).toBe("de 2019 - 2020");
  });

  test("undoes the cut of a word", () => {
    expect(join("da consti-", "tuição federal")).toBe("da constituição federal");
    expect(join("a admi-", "nistração")).toBe("a administração");
    expect(join("DA CONSTI-", "TUIÇÃO")).toBe("DA CONSTITUIÇÃO");
    expect(join("a admi\u00ad", "nistração")).toBe("a administração");
    expect(join("a hipóte-", "se de")).toBe("a hipótese de");
    expect(join("da pos-", "se do imóvel")).toBe("da posse do imóvel");
    expect(join("o gover-", "no federal")).toBe("o governo federal");
  });

  test("keeps the hyphen of a word that the document writes with it", () => {
    expect(join("o guarda-", "chuva", "um guarda-chuva preto")).toBe("o guarda-chuva");
    expect(join("o médico-", "hospitalar", "atos médico-hospitalares", "médico-hospitalar")).toBe(
      "o médico-hospitalar",
    );
  });

  test("keeps the hyphen before pronouns and after prefixes", () => {
    expect(join("deverá manifestar-", "se no prazo")).toBe("deverá manifestar-se no prazo");
    expect(join("manifestando-", "se cada uma")).toBe("manifestando-se cada uma");
    expect(join("poderá dir-se-", "á que")).toBe("poderá dir-se-á que");
    expect(join("para aplicá-", "la ao caso")).toBe("para aplicá-la ao caso");
    expect(join("o ex-", "presidente")).toBe("o ex-presidente");
    expect(join("na pré-", "escola")).toBe("na pré-escola");
  });

  test("keeps the hyphen between letters and figures, and before a capital", () => {
    expect(join("o art. 58-", "A da CLT")).toBe("o art. 58-A da CLT");
    expect(join("no eixo Rio-", "São Paulo")).toBe("no eixo Rio-São Paulo");
    expect(join("de 2019-", "2020")).toBe("de 2019-2020");
  });

  test("joins numbers that are cut behind their signs", () => {
    expect(join("da Lei n. 8.112/", "1990.")).toBe("da Lei n. 8.112/1990.");
    expect(join("os arts. 1.", "039 a 1.092")).toBe("os arts. 1.039 a 1.092");
    expect(join("no inciso 1.", "2019 foi o ano")).toBe("no inciso 1. 2019 foi o ano");
  });

  test("keeps every hyphen of a document that cuts no words", () => {
    const lines = [
      ...Array.from({ length: 200 }, () => "uma linha sem hífen no fim"),
      "da América latino-",
      "americana",
    ];
    expect(joinAtLineEnd("da América latino-", "americana", learnLineEnds(lines))).toBe(
      "da América latino-americana",
    );
  });

  test("never loses a letter or a digit", () => {
    const letters = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, "");
    const line = fc.string({
      unit: fc.constantFrom("a", "é", "ç", "S", "1", " ", "-", "­", ".", "/"),
      minLength: 1,
    });
    fc.assert(
      fc.property(line, line, (before, after) => {
        const joined = joinAtLineEnd(before.trim(), after.trim(), learnLineEnds([before, after]));
        expect(letters(joined)).toBe(letters(before + after));
      }),
    );
  });
});
