import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  type ArticleNumber,
  articleUnit,
  compareArticles,
  formatArticle,
  isNextArticle,
  parseArticleHead,
  parseArticleNumber,
} from "./articles.ts";

const HEADS: [text: string, unit: string, label: string, rest: string][] = [
  ["Art. 5. Todos são iguais", "art5", "Art. 5º", "Todos são iguais"],
  ["Art. 5º Todos são iguais", "art5", "Art. 5º", "Todos são iguais"],
  ["Art. 5° Todos", "art5", "Art. 5º", "Todos"],
  ["Art. 5.º Todos", "art5", "Art. 5º", "Todos"],
  ["Art. 6o Não se distingue", "art6", "Art. 6º", "Não se distingue"],
  ["Art. 6 o Não se distingue", "art6", "Art. 6º", "Não se distingue"],
  ["Art. 6 O alistamento", "art6", "Art. 6º", "O alistamento"],
  ["Art. 4 - A lei de diretrizes", "art4", "Art. 4º", "A lei de diretrizes"],
  ["Art. 83 -É devido", "art83", "Art. 83", "É devido"],
  ["Art. 83 -A lei é igual", "art83", "Art. 83", "A lei é igual"],
  ["Art. 17 - (Revogado pela Lei nº 13.467)", "art17", "Art. 17", "(Revogado pela Lei nº 13.467)"],
  ["Art 5 Toda pessoa", "art5", "Art. 5º", "Toda pessoa"],
  ["Art.112. Considerar-se-ão", "art112", "Art. 112", "Considerar-se-ão"],
  ["Art. 94.O registro", "art94", "Art. 94", "O registro"],
  ["ART. 12 – Compete", "art12", "Art. 12", "Compete"],
  ["Artigo 5º Todos", "art5", "Art. 5º", "Todos"],
  ["ARTIGO 10. Todos", "art10", "Art. 10", "Todos"],
  ["Art. 58-A. Considera-se", "art58-A", "Art. 58-A", "Considera-se"],
  ["Art. 2º-A. É instituído", "art2-A", "Art. 2º-A", "É instituído"],
  ["Art. 1o-A Esta", "art1-A", "Art. 1º-A", "Esta"],
  ["Art. 227-A Os efeitos", "art227-A", "Art. 227-A", "Os efeitos"],
  ["Art. 65-A . (VETADO).", "art65-A", "Art. 65-A", "(VETADO)."],
  ["Art. 5º -B. Fica", "art5-B", "Art. 5º-B", "Fica"],
  ["Art. 8º-B.. Os conselhos", "art8-B", "Art. 8º-B", "Os conselhos"],
  ["Art. 58A. Considera-se", "art58-A", "Art. 58-A", "Considera-se"],
  ["Art. 58A duração normal", "art58", "Art. 58", "A duração normal"],
  ["Art. 12-B-A. Fica", "art12-B-A", "Art. 12-B-A", "Fica"],
  ["Art. 899-AA. Fica", "art899-AA", "Art. 899-AA", "Fica"],
  ["Art. 1.045. Este Código", "art1045", "Art. 1.045", "Este Código"],
  ["Art. 1045 Este Código", "art1045", "Art. 1.045", "Este Código"],
  ["Art. 1.080-A. O sócio", "art1080-A", "Art. 1.080-A", "O sócio"],
  ["Art. 1.518 . Até", "art1518", "Art. 1.518", "Até"],
  ["Art. . 177 - Se as condições", "art177", "Art. 177", "Se as condições"],
  ["Art. 607. . (Revogado", "art607", "Art. 607", "(Revogado"],
  ["Art. 124. à Justiça Militar", "art124", "Art. 124", "à Justiça Militar"],
  ["Art. 94 (VETADO)", "art94", "Art. 94", "(VETADO)"],
  ["Art. 10 – 15 dias antes", "art10", "Art. 10", "15 dias antes"],
  ["Arts. 53 a 58. (Revogados)", "art53", "Arts. 53 a 58", "(Revogados)"],
  ["Art. 52 a 58: (Revogados)", "art52", "Arts. 52 a 58", "(Revogados)"],
  ["Arts. 15-A a 15-C (VETADOS)", "art15-A", "Arts. 15-A a 15-C", "(VETADOS)"],
  ["Arts. 53-58 (Revogados)", "art53", "Arts. 53 a 58", "(Revogados)"],
  ["Artigo único. Fica", "art1", "Artigo único", "Fica"],
  ["Art. 3º", "art3", "Art. 3º", ""],
];

describe("parseArticleHead", () => {
  test.each(HEADS)("reads %p", (text, unit, label, rest) => {
    const head = parseArticleHead(text);
    expect(head).not.toBeNull();
    if (head === null) return;
    expect(articleUnit(head.first)).toBe(unit);
    expect(formatArticle(head)).toBe(label);
    expect(text.slice(head.length)).toBe(rest);
    expect(head.quoted).toBe(false);
  });

  test.each(["“Art. 135. ....", '"Art. 15. Decorridos', "“ Art. 48. Caberão", "‘Art. 3º A", "« Art. 3º A"])(
    "knows that %p quotes another norm",
    (text) => expect(parseArticleHead(text)?.quoted).toBe(true),
  );

  test.each([
    "Art. 5º da Constituição Federal",
    "Art. 5º, inciso II, da Constituição",
    "Art. 121 do Código Penal",
    "Arts. 12 e 13 do Decreto",
    "art. 5º Todos são iguais",
    "Artes e ofícios",
    "Artigo científico",
    "Art. 0 Nada",
    "Art. único do Decreto",
    "Artilharia 5",
  ])("leaves %p alone", (text) => expect(parseArticleHead(text)).toBeNull());
});

test("an article's number is read as people write it", () => {
  const written = ["5", "5º", "1.045", "58-A", "58A", "6o-A", "12-b"].map(parseArticleNumber);
  expect(written.map((number) => number && articleUnit(number))).toEqual([
    "art5",
    "art5",
    "art1045",
    "art58-A",
    "art58-A",
    "art6-A",
    "art12-B",
  ]);
  expect(["", "A", "1.04", "5 e 6"].map(parseArticleNumber)).toEqual([null, null, null, null]);
});

describe("the order of articles", () => {
  const ordered = ["102", "103", "103-A", "103-A-A", "103-B", "103-Z", "103-AA", "104", "1.000"];

  test("puts letters behind their number and double letters behind single ones", () => {
    const numbers = ordered.map((text) => parseArticleNumber(text)).filter((number) => number !== null);
    expect(numbers).toHaveLength(ordered.length);
    for (const [i, a] of numbers.entries()) {
      for (const [j, b] of numbers.entries()) expect(Math.sign(compareArticles(a, b))).toBe(Math.sign(i - j));
    }
  });

  test.each([
    ["5", "6", true],
    ["5", "5-A", true],
    ["103-A", "103-B", true],
    ["103-A", "103-A-A", true],
    ["103-A-A", "103-B", true],
    ["103-B", "104", true],
    ["103-Z", "103-AA", true],
    ["5", "7", false],
    ["5", "6-A", false],
    ["5", "5-B", false],
    ["5", "5", false],
    ["5-A", "5", false],
  ])("%p then %p: without a gap is %p", (a, b, expected) => {
    const [first, second] = [parseArticleNumber(a), parseArticleNumber(b)];
    expect(first !== null && second !== null && isNextArticle(first, second)).toBe(expected);
  });
});

const articleNumber: fc.Arbitrary<ArticleNumber> = fc.record({
  number: fc.integer({ min: 1, max: 99_999 }),
  suffixes: fc.array(fc.stringMatching(/^[A-Z]{1,2}$/), { maxLength: 2 }),
});

test("what is printed is read back", () => {
  fc.assert(
    fc.property(articleNumber, (number) => {
      const head = { first: number, last: null, only: false };
      expect(parseArticleHead(`${formatArticle(head)}. Texto`)?.first).toEqual(number);
      expect(parseArticleNumber(formatArticle(head).slice(5))).toEqual(number);
    }),
  );
});
