import { expect, test } from "bun:test";
import { splitLineBreaks } from "./split-line-breaks.ts";

test("a line break behind a sentence or before an item parts two blocks", () => {
  expect(
    splitLineBreaks("Art. 1º Fica criado:\nI - o fundo;\nII - o conselho.\n§ 1º O fundo é público.", false),
  ).toEqual(["Art. 1º Fica criado:", "I - o fundo;", "II - o conselho.", "§ 1º O fundo é público."]);
  expect(splitLineBreaks("São princípios\na) a ética\nb) a moral", false)).toEqual([
    "São princípios",
    "a) a ética",
    "b) a moral",
  ]);
});

test("a line break that only lays out a line becomes a blank", () => {
  expect(splitLineBreaks("O Presidente da República\nfaz saber que o Congresso", false)).toEqual([
    "O Presidente da República faz saber que o Congresso",
  ]);
  expect(splitLineBreaks("nos termos do art.\n5º da Constituição", false)).toEqual([
    "nos termos do art. 5º da Constituição",
  ]);
});

test("in a heading every line break parts, and lines without words go", () => {
  expect(splitLineBreaks("CAPÍTULO I\n \nDISPOSIÇÕES PRELIMINARES\n***", true)).toEqual([
    "CAPÍTULO I",
    "DISPOSIÇÕES PRELIMINARES",
  ]);
});
