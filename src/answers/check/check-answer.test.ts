import { expect, test } from "bun:test";
import type { Language } from "../../domain/messages.ts";
import { type CheckedAnswer, checkAnswer } from "./check-answer.ts";
import { SAMPLE_PASSAGES } from "./testing/sample-passages.ts";

const check = (text: string, language: Language = "pt-BR"): CheckedAnswer =>
  checkAnswer({ text, passages: SAMPLE_PASSAGES, language });

/** Each statement in short: its text, citations and flags. */
const brief = (text: string, language?: Language): string[] =>
  check(text, language).statements.map(
    (said) => `${said.text} ${said.citations.map((number) => `[${number}]`).join("")}${said.flags.join("+")}`,
  );

const AID = "o Estado prestará assistência jurídica integral e gratuita";

const CASES: readonly [string, string, string[]][] = [
  [
    "a citation before the full stop",
    "O titular tem direito de acesso [2].",
    ["O titular tem direito de acesso. [2]"],
  ],
  [
    "citations behind the full stop belong to the sentence before",
    "O titular tem acesso. [2] O Estado dá assistência.[1][3] Nada mais.",
    ["O titular tem acesso. [2]", "O Estado dá assistência. [1][3]", "Nada mais. uncited"],
  ],
  [
    "lists and ranges of numbers",
    "O titular [1, 3]. O Estado [1-3].",
    ["O titular. [1][3]", "O Estado. [1][2][3]"],
  ],
  [
    "other ways to write a citation",
    "Tem acesso [trecho 2]. Tem dados 【2†fonte】.",
    ["Tem acesso. [2]", "Tem dados. [2]"],
  ],
  [
    "an unknown number",
    "O titular tem acesso [2][99]. O Estado presta [7].",
    ["O titular tem acesso. [2]", "O Estado presta. uncited"],
  ],
  ["a citation alone on its line", "O titular tem acesso.\n\n[2]", ["O titular tem acesso. [2]"]],
  [
    "abbreviations and numbers do not end a sentence",
    "O art. 18 da Lei n. 13.709 dá acesso ao titular [2].",
    ["O art. 18 da Lei n. 13.709 dá acesso ao titular. [2]"],
  ],
  ["a quotation with its citation", `Diz a lei: “${AID}” [1].`, [`Diz a lei: “${AID}”. [1]`]],
  [
    "straight and angular marks",
    `Diz: "${AID}" [1]. Diz: «${AID}» [1].`,
    [`Diz: “${AID}”. [1]`, `Diz: “${AID}”. [1]`],
  ],
  ["a quotation of another passage", `Diz a lei: “${AID}” [2].`, [`Diz a lei: “${AID}”. [1]`]],
  ["a quotation without citation", `Diz a lei: “${AID}”.`, [`Diz a lei: “${AID}”. [1]`]],
  [
    "a quotation moved beside one that is right",
    `“Acesso aos dados” e “${AID}” [2].`,
    [`“Acesso aos dados” e “${AID}”. [1][2]`],
  ],
  [
    "a changed word",
    "A lei diz: “o Estado prestará assistência médica integral e gratuita” [1].",
    ["A lei diz: o Estado prestará assistência médica integral e gratuita. [1]quote-altered"],
  ],
  [
    "a negation left out",
    "A lei diz: “O titular […] pode renunciar ao direito de petição” [2].",
    ["A lei diz: O titular […] pode renunciar ao direito de petição. [2]quote-altered"],
  ],
  [
    "single marks around several words",
    "Diz: ‘o Estado prestará assistência médica’ [1].",
    ["Diz: o Estado prestará assistência médica. [1]quote-altered"],
  ],
  [
    "a mark that nothing closes",
    "A lei diz “que o titular tem acesso [2].",
    ["A lei diz que o titular tem acesso. [2]"],
  ],
  [
    "sentences within a quotation are not parted",
    "“Art. 18. O titular dos dados pessoais tem direito […] II – acesso aos dados” [2].",
    ["Art. 18. O titular dos dados pessoais tem direito […] II – acesso aos dados [2]"],
  ],
  [
    "an article that the passage is",
    "O art. 18 da LGPD dá acesso [2].",
    ["O art. 18 da LGPD dá acesso. [2]"],
  ],
  ["an article that the passage names", "Ressalva-se o art. 20 [2].", ["Ressalva-se o art. 20. [2]"]],
  [
    "an article of none",
    "O art. 44 da LGPD dá acesso [2].",
    ["O art. 44 da LGPD dá acesso. [2]reference-unsupported"],
  ],
  [
    "the right number of the wrong law",
    "O art. 18 do Código Civil dá acesso [2].",
    ["O art. 18 do Código Civil dá acesso. [2]reference-unsupported"],
  ],
  [
    "an inciso",
    "Diz o art. 5º, LXXIV, da CF [1]. Diz o art. 5º, LXXV, da CF [1].",
    ["Diz o art. 5º, LXXIV, da CF. [1]", "Diz o art. 5º, LXXV, da CF. [1]reference-unsupported"],
  ],
  [
    "a § alone",
    "Ver o § 1º sobre petição [2]. Ver o § 3º sobre petição [2].",
    ["Ver o § 1º sobre petição. [2]", "Ver o § 3º sobre petição. [2]reference-unsupported"],
  ],
  [
    "incisos alone",
    "Ver os incisos I e II [2]. Ver o inciso IX [2].",
    ["Ver os incisos I e II. [2]", "Ver o inciso IX. [2]reference-unsupported"],
  ],
  [
    "a súmula",
    "Ver a Súmula 331 do TST [3]. Ver a Súmula 332 [3].",
    ["Ver a Súmula 331 do TST. [3]", "Ver a Súmula 332. [3]reference-unsupported"],
  ],
  [
    "the súmula of another court",
    "Ver a Súmula 331 do STJ [3].",
    ["Ver a Súmula 331 do STJ. [3]reference-unsupported"],
  ],
  [
    "an act of another number",
    "A Lei nº 13.709/2018 dá acesso [2]. A Lei nº 9.999/1999 dá acesso [2].",
    ["A Lei nº 13.709/2018 dá acesso. [2]", "A Lei nº 9.999/1999 dá acesso. [2]reference-unsupported"],
  ],
  [
    "a heading, and a line that leads to a list",
    "Direitos do titular\n\nO titular pode pedir:\n- acesso aos dados [2];\n- outra coisa.",
    ["Direitos do titular ", "O titular pode pedir: ", "acesso aos dados; [2]", "outra coisa. uncited"],
  ],
  [
    "a heading that says something",
    "Prazo de 15 dias\n\nO titular tem acesso [2].",
    ["Prazo de 15 dias uncited", "O titular tem acesso. [2]"],
  ],
  [
    "a last line is no heading",
    "O titular tem acesso [2].\n\nNada de recurso",
    ["O titular tem acesso. [2]", "Nada de recurso uncited"],
  ],
  [
    "what is not covered",
    "O titular tem acesso [2]. Os trechos não tratam de prazos.",
    ["O titular tem acesso. [2]", "Os trechos não tratam de prazos. "],
  ],
  [
    "what says more than that",
    "Os trechos não tratam disso, mas a multa cabe.",
    ["Os trechos não tratam disso, mas a multa cabe. uncited"],
  ],
];

for (const [name, text, expected] of CASES) {
  test(`${name}: ${text}`, () => expect(brief(text)).toEqual(expected));
}

test("English names of articles and súmulas are read too", () => {
  expect(
    brief(
      "Article 18 gives access to personal data [2]. Article 44 does so [2]. Precedent 331 of the TST [3]. Paragraph 3 [2].",
      "en",
    ).map((said) => said.replace(/^.*\[\d\]/, "")),
  ).toEqual(["", "reference-unsupported", "", "reference-unsupported"]);
});

test("a statement that is one quotation is said to be one, without its marks", () => {
  const [first, second] = check(`“${AID}” [1]. Ou seja, “${AID}” [1].`).statements;
  expect(first).toMatchObject({ text: AID, quoted: true, flags: [] });
  expect(second).toMatchObject({ quoted: false, flags: [] });
});

test("paragraphs and list items are told apart", () => {
  const { statements } = check(
    "Um acesso [2]. Dois acessos [2].\n\n1. Três acessos [2].\n2. Quatro acessos [2].",
  );
  expect(statements.map(({ block, marker }) => [block, marker])).toEqual([
    [0, null],
    [0, null],
    [1, "1."],
    [2, "2."],
  ]);
});

test("a quotation over several lines with incisos of its own is one statement", () => {
  const { statements } = check(
    "“a qualquer momento e mediante requisição:\n\nI – confirmação da existência de tratamento;\nII – acesso aos dados” [2]",
  );
  expect(statements).toHaveLength(1);
  expect(statements[0]).toMatchObject({ quoted: true, citations: [2], flags: [] });
});

test("a citation is verified by a quotation, a provision named or shared words, and by nothing else", () => {
  expect(check(`“${AID}” [1].`).verified).toEqual([1]);
  expect(check("O art. 18 da LGPD é isso [2].").verified).toEqual([2]);
  expect(check("O titular obtém acesso aos dados mediante requisição [2].").verified).toEqual([2]);
  expect(check("Compete ao tribunal julgar mandados contra prefeitos [2].").verified).toEqual([]);
  expect(check(`“${AID}” [1][3].`)).toMatchObject({ cited: [1, 3], verified: [1] });
  expect(check(`“${AID}” [1]. “O Estado prestará assistência médica” [1].`).verified).toEqual([]);
});

test("an answer mostly without support is not supported", () => {
  const good = `“${AID} aos que comprovarem insuficiência de recursos” [1].`;
  expect(check(good)).toMatchObject({ supportedShare: 1, isSupported: true });
  const invented =
    "O juiz fixará multa diária de mil reais em todos os casos, sem exceção e sem recurso algum.";
  expect(check(`${good} ${invented}`).isSupported).toBe(false);
  expect(check("").isSupported).toBe(false);
  expect(check("[1][2]").statements).toEqual([]);
});

test("an answer that only says that nothing is covered is a refusal", () => {
  const refused = check("Os trechos não tratam de pensão alimentícia.");
  expect(refused).toMatchObject({ isRefusal: true, isSupported: false });
  expect(check("The passages do not cover alimony.", "en").isRefusal).toBe(true);
  expect(check("O titular tem acesso [2]. Os trechos não tratam de prazos.").isRefusal).toBe(false);
});
