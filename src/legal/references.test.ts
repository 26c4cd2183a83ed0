import { expect, test } from "bun:test";
import fc from "fast-check";
import { type LegalReference, parseReferences } from "./references.ts";

/** What a reference says, in short: unit, act or name, details. */
function brief(question: string): string[] {
  return parseReferences(question).references.map((reference) =>
    [reference.unit, source(reference), details(reference)].filter((part) => part !== "").join(" "),
  );
}

function source({ norm, sumula }: LegalReference): string {
  if (sumula !== null) return `${sumula.binding ? "SV " : ""}${sumula.court ?? "?"}`;
  if (norm === null) return "?";
  if (norm.number === null) return norm.names[0] ?? "";
  return `${norm.kind ?? "?"} ${norm.number}/${norm.year ?? "?"}`;
}

function details({ paragraph, inciso, alinea }: LegalReference): string {
  return [paragraph && `§${paragraph}`, inciso, alinea].filter((part) => part !== null).join(" ");
}

const CASES: readonly [string, string[]][] = [
  ["o que diz o art. 5º, LXXIV, CF?", ["art5 constituicao federal LXXIV"]],
  ["inciso LXXIV do art. 5º da Constituição", ["art5 constituicao federal LXXIV"]],
  ["alínea a do inciso II do § 1º do art. 14 da Constituição", ["art14 constituicao federal §1 II a"]],
  ["art. 150, III, b, da CF", ["art150 constituicao federal III b"]],
  ["art. 14, § 1º, II, c", ["art14 ? §1 II c"]],
  ["art. 5º, II, e art. 6º da CF", ["art5 constituicao federal II", "art6 constituicao federal"]],
  ["art. 7º, inciso 29, da CF", ["art7 constituicao federal XXIX"]],
  ["parágrafo segundo do artigo primeiro da CLT", ["art1 decreto-lei 5452/1943 §2"]],
  ["art 5o lxxiv cf", ["art5 constituicao federal LXXIV"]],
  ["artigo quinto da constituição federal de 1988", ["art5 constituicao federal"]],
  ["CF 88 art 5", ["art5 constituicao federal"]],
  ["artigo 58-A da CLT", ["art58-A decreto-lei 5452/1943"]],
  ["art 58a clt", ["art58-A decreto-lei 5452/1943"]],
  ["CLT, 482", ["art482 decreto-lei 5452/1943"]],
  ["art. 103-B, § 4º, da CF", ["art103-B constituicao federal §4"]],
  ["art. 157, § 2º-A, I, do CP", ["art157 decreto-lei 2848/1940 §2-A I"]],
  ["§ 2o-A do art. 157 do CP", ["art157 decreto-lei 2848/1940 §2-A"]],
  ["art. 6º, inciso XLI-A, da CF", ["art6 constituicao federal XLI-A"]],
  [
    "art. 5º, XXXIV, alíneas a e b, da CF",
    ["art5 constituicao federal XXXIV a", "art5 constituicao federal XXXIV b"],
  ],
  [
    "art. 5º, incisos X, XI e XII, da CF",
    ["X", "XI", "XII"].map((inciso) => `art5 constituicao federal ${inciso}`),
  ],
  [
    "art. 5º, X e XI, e art. 6º da CF",
    ["art5 constituicao federal X", "art5 constituicao federal XI", "art6 constituicao federal"],
  ],
  ["art. 121, §§ 1º e 2º, do CP", ["art121 decreto-lei 2848/1940 §1", "art121 decreto-lei 2848/1940 §2"]],
  ["art. 121, § 1º e § 4º, do CP", ["art121 decreto-lei 2848/1940 §1", "art121 decreto-lei 2848/1940 §4"]],
  [
    "art. 157, § 2º, incisos II e V, do CP",
    ["art157 decreto-lei 2848/1940 §2 II", "art157 decreto-lei 2848/1940 §2 V"],
  ],
  ["art. 121 do Código Penal", ["art121 decreto-lei 2848/1940"]],
  ["art 121 cp", ["art121 decreto-lei 2848/1940"]],
  ["CP 121", ["art121 decreto-lei 2848/1940"]],
  ["art. 927 CC", ["art927 lei 10406/2002"]],
  ["art. 186 c/c art. 927 do cc", ["art186 lei 10406/2002", "art927 lei 10406/2002"]],
  ["art. 1.009 do CPC", ["art1009 lei 13105/2015"]],
  ["CPC 1.015", ["art1015 lei 13105/2015"]],
  ["art. 9 do código penal militar", ["art9 decreto-lei 1001/1969"]],
  ["art. 7 da Lei 13.709/2018", ["art7 lei 13709/2018"]],
  ["art. 18 da Lei nº 11.340, de 7 de agosto de 2006", ["art18 lei 11340/2006"]],
  ["art. 23 da 8.112/90", ["art23 ? 8112/?"]],
  ["LC 101, art. 19", ["art19 lei-complementar 101/?"]],
  ["LGPD art 18", ["art18 lei 13709/2018"]],
  ["na LGPD, o art. 18 trata de quê?", ["art18 lei 13709/2018"]],
  ["Segundo o CTN, o que estabelece o art. 100, parágrafo único?", ["art100 lei 5172/1966 §único"]],
  ["art. 155, § 4º, I, do Código Penal", ["art155 decreto-lei 2848/1940 §4 I"]],
  ["art. 100, parágrafo único, II, alínea 'a', do CTN", ["art100 lei 5172/1966 §único II a"]],
  ["art. 12 a 15 do CDC", [12, 13, 14, 15].map((article) => `art${article} lei 8078/1990`)],
  ["arts. 5º, 6º e 7º da CF/88", [5, 6, 7].map((article) => `art${article} constituicao federal`)],
  ["art. 37 da CF e art. 2 da LINDB", ["art37 constituicao federal", "art2 decreto-lei 4657/1942"]],
  ["Súmula 331 do TST", ["sumula331 TST"]],
  ["súmula nº 7, STJ", ["sumula7 STJ"]],
  ["No STJ, a súmula 7 impede o quê?", ["sumula7 STJ"]],
  ["súmulas 5 e 7 do STJ", ["sumula5 STJ", "sumula7 STJ"]],
  ["súmula vinculante 11", ["sumula11 SV STF"]],
  ["SV 11", ["sumula11 SV STF"]],
  ["súmula 7", ["sumula7 ?"]],
  ["qual a pena do art. 155?", ["art155 ?"]],
];

for (const [question, expected] of CASES) {
  test(`«${question}» is read as ${expected.join(", ")}`, () => expect(brief(question)).toEqual(expected));
}

test("words that only look like a citation are none", () => {
  const questions = [
    "constituição de sociedade limitada",
    "o CPC 2015 mudou os prazos?",
    "pena de 12 a 30 anos",
    "quero saber do que se trata",
    "a arte 5 do museu",
    "CF/88 e direitos sociais",
  ];
  for (const question of questions) expect(brief(question)).toEqual([]);
});

test("norms are recognised without an article, short names only in capitals", () => {
  const norms = (question: string) =>
    parseReferences(question).norms.map((norm) => norm.number ?? norm.names[0]);
  expect(norms("quais os direitos do titular na LGPD?")).toEqual(["13709"]);
  expect(norms("prescrição no CC e no CDC")).toEqual(["10406", "8078"]);
  expect(norms("copia em cc para o cp")).toEqual([]);
  expect(norms("a constituição protege a intimidade?")).toEqual(["constituicao federal"]);
  expect(norms("a constituição do crédito tributário")).toEqual([]);
  expect(norms("o que diz a lei maria da penha")).toEqual(["11340"]);
});

test("the topic of a question is what it says beside its citations", () => {
  const topic = (question: string) => parseReferences(question).topic;
  expect(topic("o que diz o art. 5º, LXXIV, da CF sobre assistência?")).toBe(
    "o que diz o , da sobre assistencia?",
  );
  expect(topic("CP 121")).toBe("");
  expect(topic("súmulas 5 e 7 do STJ")).toBe("do STJ");
});

test("any text is read without failure, to units an index can hold", () => {
  const pieces = fc.constantFrom(
    "art.",
    "arts.",
    "5º",
    "58-A",
    "1.009",
    ",",
    "e",
    "a",
    "§ 3º",
    "LXXIV",
    "CF",
    "do CPC",
    "súmula",
    "7",
  );
  const text = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.array(pieces).map((parts) => parts.join(" ")),
  );
  fc.assert(
    fc.property(text, (question) => {
      for (const { unit } of parseReferences(question).references) {
        expect(unit).toMatch(/^(art\d+(-[A-Z]+)*|sumula\d+)$/);
      }
    }),
    { numRuns: 300 },
  );
});
