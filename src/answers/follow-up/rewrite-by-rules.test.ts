import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { z } from "zod";
import { followDiscussion } from "./follow-discussion.ts";
import { isSelfContained } from "./is-self-contained.ts";
import { ADDED_MAX_CHARS, rewriteByRules } from "./rewrite-by-rules.ts";
import "../../testing/property-seed.ts";

/** The question asked after turns given as `question`, or `question | answer`. */
function follow(turns: readonly string[], question: string): string | null {
  if (isSelfContained(question)) return null;
  const discussion = followDiscussion(
    turns.map((turn) => {
      const [asked = "", answer = ""] = turn.split(" | ");
      return { question: asked, answer };
    }),
  );
  return discussion === null ? null : (rewriteByRules(question, discussion)?.question ?? null);
}

test.each([
  // A part of the article under discussion.
  [["o que diz o art. 5º da CF?"], "e o § 2º?", "e o § 2º? (art. 5º, § 2º, CF)"],
  [["o que diz o art. 5º, LXXIV, da CF?"], "e o XL?", "e o XL? (art. 5º, inciso XL, CF)"],
  [["art. 37, § 6º, da CF"], "e o caput?", "e o caput? (art. 37, CF)"],
  [
    ["o que diz o art. 5º da CF?", "e o inciso L?"],
    "e a alínea b?",
    'e a alínea b? (art. 5º, inciso L, alínea "b", CF)',
  ],
  [
    ["arrependimento em compra pela internet | São sete dias (art. 49 do CDC) [1]."],
    "e o parágrafo único?",
    "e o parágrafo único? (art. 49, parágrafo único, CDC)",
  ],
  // Another article of the law under discussion.
  [["o que diz o art. 121 do Código Penal?"], "e o art. 122?", "e o art. 122? (CP)"],
  [["o que diz o art. 121 do CP?", "e o art. 122?"], "e o § 3º?", "e o § 3º? (art. 122, § 3º, CP)"],
  [
    ["prazo da apelação | É de 15 dias (art. 1.003 do CPC)."],
    "o que diz o art. 1.003?",
    "o que diz o art. 1.003? (CPC)",
  ],
  // The same question of another law.
  [["prazo para reclamar de vício no Código Civil?"], "e no CDC?", "prazo para reclamar de vício no CDC?"],
  [["prazo para reclamar, art. 445 do Código Civil"], "e no CDC?", "prazo para reclamar no CDC?"],
  [["o que diz o art. 5º da CF?"], "e o do Código Civil?", "o que diz o art. 5º do Código Civil?"],
  [
    ["qual o prazo da apelação?"],
    "e na Lei nº 9.099/1995?",
    "qual o prazo da apelação na Lei nº 9.099/1995?",
  ],
  [
    ["what is the deadline to appeal in the CPC?"],
    "and in the CPP?",
    "what is the deadline to appeal in the CPP?",
  ],
  // A provision by its place or its number alone.
  [["o que diz o art. 5º, XI, da CF?"], "e o seguinte?", "e o seguinte? (art. 5º, inciso XII, CF)"],
  [["o que diz o art. 5º, XI, da CF?"], "e o artigo seguinte?", "e o artigo seguinte? (art. 6º, CF)"],
  [["o que diz o art. 18, § 2º, do CDC?"], "e o anterior?", "e o anterior? (art. 18, § 1º, CDC)"],
  [["o que diz o art. 1º da CF?"], "e o anterior?", "e o anterior? (o que diz o art. 1º da CF)"],
  [["o que diz o art. 18 do CDC?"], "e o 26?", "e o 26? (art. 26, CDC)"],
  [["o que diz o art. 18 do CDC?"], "26?", "26? (art. 26, CDC)"],
  [["o que diz a súmula 297 do STJ?"], "e a 479?", "e a 479? (Súmula 479 do STJ)"],
  [["art. 121 do CP"], "e o § 2º-A?", "e o § 2º-A? (art. 121, § 2º-A, CP)"],
  // The same question of another thing; of a part or a circumstance of it the subject stays.
  [["qual a pena do furto?"], "e do roubo?", "qual a pena do roubo?"],
  [["qual a pena do furto?"], "e roubo?", "qual a pena de roubo?"],
  [["qual a pena do furto no CP?"], "e da receptação?", "qual a pena da receptação? (CP)"],
  [["qual a pena do furto?", "e do roubo?"], "e da extorsão?", "qual a pena da extorsão?"],
  [["o que é legítima defesa?"], "e estado de necessidade?", "o que é estado de necessidade?"],
  [["o que é legítima defesa?"], "e o excesso?", "e o excesso? (o que é legítima defesa)"],
  [["qual a pena do furto?"], "e se for menor?", "e se for menor? (qual a pena do furto)"],
  [
    ["o que é usucapião extraordinária?"],
    "e a ordinária?",
    "e a ordinária? (o que é usucapião extraordinária)",
  ],
  [["qual o prazo da apelação no CPC?"], "e os prazos do agravo?", "os prazos do agravo? (CPC)"],
  [
    ["qual o prazo para contestar?"],
    "e para a fazenda pública?",
    "e para a fazenda pública? (qual o prazo para contestar)",
  ],
  [
    ["o que é legítima defesa?"],
    "qual a diferença para estado de necessidade?",
    "diferença entre legítima defesa e estado de necessidade?",
  ],
  // A question without its subject.
  [
    ["quem pode adotar uma criança?"],
    "precisa de advogado?",
    "precisa de advogado? (quem pode adotar uma criança)",
  ],
  [
    ["qual o prazo para contestar?"],
    "conta em dias úteis?",
    "conta em dias úteis? (qual o prazo para contestar)",
  ],
  [
    ["o que é usucapião extraordinária?"],
    "quantos anos?",
    "quantos anos? (o que é usucapião extraordinária)",
  ],
  [["prisão em flagrante"], "não entendi", "não entendi (prisão em flagrante)"],
  // The subject under discussion.
  [["direito de arrependimento?"], "qual o prazo?", "qual o prazo? (direito de arrependimento)"],
  [["pena do homicídio simples"], "e se for menor?", "e se for menor? (pena do homicídio simples)"],
  [["o que diz a súmula 331 do TST?"], "explique melhor", "explique melhor (o que diz a súmula 331 do TST)"],
  [["usucapião de imóvel no CC"], "e o prazo na CF?", "e o prazo na CF? (usucapião de imóvel)"],
  // Through several turns, and over turns that were completed before they were kept.
  [
    ["o que é usucapião?", "qual o prazo?", "e no CC?"],
    "e a exceção?",
    "e a exceção? (o que é usucapião no CC)",
  ],
  [["e o § 2º? (art. 5º, § 2º, CF)"], "qual a exceção?", "qual a exceção? (art. 5º, § 2º, CF)"],
  [["o que é posse?", "o que é usucapião?"], "quem pode pedir?", "quem pode pedir? (o que é usucapião)"],
])("after %p, %p is completed", (turns, question, expected) => {
  expect(follow(turns, question)).toBe(expected);
});

const LineSchema = z.object({ question: z.string() });
const SET = readFileSync(join(import.meta.dir, "../../evaluation/sets/everyday.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => LineSchema.parse(JSON.parse(line)).question);

test("questions that people asked first are clear by themselves", () => {
  expect(SET.length).toBeGreaterThan(60);
  // The one that is not names nothing at all.
  expect(SET.filter((question) => !isSelfContained(question))).toEqual(["quem é você?"]);
});

test.each([
  "É crime furtar?",
  "LGPD?",
  "o que diz a LGPD?",
  "e o art. 5º da CF?",
  "e a súmula 331 do TST?",
  "e qual a pena do furto no CP?",
  "e quando o locatário devolve o imóvel antes do prazo?",
  "obrigado!",
  "qual a diferença entre furto e roubo?",
  "qual a diferença do furto para o roubo?",
  "pode o preso votar na eleição?",
  "tem prazo para o mandado de segurança?",
])("%p is clear by itself", (question) => {
  expect(isSelfContained(question)).toBe(true);
});

test.each([
  "e o § 2º?",
  "e no CDC?",
  "no CDC?",
  "qual o prazo?",
  "e se for menor?",
  "por quê?",
  "e nesse caso?",
  "quais são as exceções a essa regra?",
  "and the deadline?",
])("%p needs the conversation", (question) => {
  expect(isSelfContained(question)).toBe(false);
});

const turns = fc.array(fc.record({ question: fc.string({ unit: "grapheme" }), answer: fc.string() }), {
  maxLength: 12,
});

test("whatever was said, what is added to a question is bounded, on one line, and the question stays", () => {
  const follower = fc.constantFrom(
    "e o § 2º?",
    "qual o prazo?",
    "e o art. 7º?",
    "e a exceção?",
    "e se for menor?",
  );
  const long = fc
    .constantFrom("usucapião ", "art. 5º da CF ", "x", "😀", "(", ")\n")
    .map((text) => text.repeat(400));
  const history = fc.oneof(turns, fc.array(fc.record({ question: long, answer: long }), { maxLength: 3 }));
  fc.assert(
    fc.property(history, follower, (said, question) => {
      const discussion = followDiscussion(said);
      const rewriting = discussion === null ? null : rewriteByRules(question, discussion);
      if (rewriting === null) return;
      expect(rewriting.question).toStartWith(`${question} (`);
      expect(rewriting.question.length).toBeLessThanOrEqual(question.length + ADDED_MAX_CHARS + 3);
      expect(rewriting.question).not.toContain("\n");
      expect(rewriting.question.isWellFormed()).toBe(true);
    }),
  );
});
