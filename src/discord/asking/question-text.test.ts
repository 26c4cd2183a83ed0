import { expect, test } from "bun:test";
import fc from "fast-check";
import { QUESTION_MAX_CHARS, readQuestion } from "./question-text.ts";

test.each([
  ["  Qual o   prazo\nda apelação? ", "Qual o prazo da apelação?"],
  ["<@1000> <@!1000> posso desistir da compra?", "posso desistir da compra?"],
  ["<@&55> em <#77> <:lei:123> o que diz o art. 5º? <t:1700000000:R>", "em o que diz o art. 5º?"],
  ["</perguntar:12345> prazo\u200B\u202E de 7 dias", "prazo de 7 dias"],
  ["5 < 7 e a<b?", "5 < 7 e a<b?"],
])("%p is the question %p", (text, question) => {
  expect(readQuestion(text)).toEqual({ kind: "ok", question });
});

test.each(["", " \n ", "😀👨‍👩‍👧", "1️⃣ 2️⃣", "<@1000>", "<:lei:123>", "?!…", "\u200B"])(
  "%p asks nothing",
  (text) => {
    expect(readQuestion(text)).toEqual({ kind: "empty" });
  },
);

test("a question that is too long is told from one that just fits", () => {
  expect(readQuestion("a".repeat(QUESTION_MAX_CHARS))).toMatchObject({ kind: "ok" });
  expect(readQuestion("a".repeat(QUESTION_MAX_CHARS + 1))).toEqual({
    kind: "too-long",
    chars: QUESTION_MAX_CHARS + 1,
  });
});

test("a question read again stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const once = readQuestion(text);
      if (once.kind !== "ok") return;
      expect(readQuestion(once.question)).toEqual(once);
    }),
  );
});
