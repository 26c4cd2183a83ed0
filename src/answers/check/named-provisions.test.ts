import { expect, test } from "bun:test";
import { mentionedUnits } from "./mentioned-units.ts";
import { heldProvisions, namedProvisions } from "./named-provisions.ts";

const NAMED: readonly [string, string[]][] = [
  ["o § 2º e o parágrafo único", ["§2", "§único"]],
  ["os §§ 1º, 2º e 4º-A", ["§1", "§2", "§4-A"]],
  ["parágrafo 3 e sole paragraph", ["§3", "§único"]],
  ["no § 2º em 15 dias", ["§2"]],
  ["os incisos I, III e IV", ["I", "III", "IV"]],
  ["o inc. XII e items II to V", ["XII", "II", "V"]],
  ['a alínea "b" do inciso I', ["I", "b)"]],
  ["alíneas a e c", ["a)", "c)"]],
  ["o século XX e a Lei I", []],
];

for (const [text, named] of NAMED) {
  test(`“${text}” names ${named.join(", ") || "nothing"}`, () =>
    expect([...namedProvisions(text)]).toEqual(named));
}

test("a passage holds its own incisos and alíneas, and those that it names", () => {
  const held = heldProvisions("Art. 5º, LXXIV: I – um; II-A - dois: a) três; § 1º O inciso IX do art. 7º.");
  expect([...held].sort()).toEqual(["I", "II-A", "IX", "LXXIV", "a)", "§1"].sort());
});

const MENTIONS: readonly [string, string[]][] = [
  ["Art. 5º, I, e arts. 22 a 24 da Lei nº 8.159", ["art5", "art22", "art23", "art24"]],
  ["o artigo 1.009 e o art. 58-A", ["art1009", "art58-A"]],
  ["arts. 186 e 927", ["art186", "art927"]],
  ["as Súmulas 5 e 7 e a Súmula Vinculante nº 11", ["sumula5", "sumula7", "sumula11"]],
  ["partes 3 e 4; 10 artigos", []],
];

for (const [text, units] of MENTIONS) {
  test(`“${text}” mentions ${units.join(", ") || "nothing"}`, () =>
    expect([...mentionedUnits(text)]).toEqual(units));
}
