#!/usr/bin/env bun
/**
 * How long it takes to make a prompt and to check an answer of 1,000 words against 8 passages; `prepare` is done while the
 * model writes, so that whoever waits for the answer waits for `check` alone:
 *
 *   bun bench/answers.ts [ROUNDS]      each measured ROUNDS times (default 500)
 */
import { checkAnswer } from "../src/answers/check/check-answer.ts";
import { prepareChecks } from "../src/answers/check/checked-passage.ts";
import { cleanModelText } from "../src/answers/check/clean-model-text.ts";
import { buildPrompt } from "../src/answers/prompt/build-prompt.ts";
import type { NumberedPassage } from "../src/answers/prompt/numbered-passage.ts";
import { quantile } from "../src/evaluation/evaluate.ts";

const PASSAGES = 8;
const ANSWER_WORDS = 1000;
/** About what a passage of a long article has. */
const PASSAGE_CHARS = 2500;

const PROVISIONS = [
  "o titular dos dados pessoais tem direito a obter do controlador, em relação aos dados por ele tratados, a qualquer momento e mediante requisição, a confirmação da existência de tratamento",
  "o juiz poderá, a requerimento da parte, determinar as medidas necessárias à efetivação da tutela provisória, observadas as normas do cumprimento provisório da sentença",
  "prescreve em cinco anos a pretensão de cobrança de dívidas líquidas constantes de instrumento público ou particular, salvo nos casos do art. 206 desta Lei",
  "a responsabilidade do fornecedor independe da existência de culpa, respondendo pela reparação dos danos causados aos consumidores por defeitos relativos à prestação dos serviços",
];

/** Other in every round, so that nothing is measured that was kept from the round before. */
function makePassages(round: number): NumberedPassage[] {
  return Array.from({ length: PASSAGES }, (_, index) => {
    const article = 100 + index;
    let text = `Art. ${article}. Na rodada ${round}, ${PROVISIONS[index % PROVISIONS.length]}:`;
    for (let n = 1; text.length < PASSAGE_CHARS; n++) {
      text += `\n§ ${n}º Para o caso ${n} do art. ${article}, ${PROVISIONS[(index + n) % PROVISIONS.length]}; [v. nota ${round}]`;
    }
    return {
      number: index + 1,
      document: { path: `docs_rag/lei-${index}.pdf`, title: `Lei nº ${13000 + index}/2018` },
      unit: `art${article}`,
      path: `Título I › Capítulo ${index} › Art. ${article}`,
      rubric: null,
      pageFrom: index,
      pageTo: index,
      text,
    };
  });
}

/** Every third sentence quotes, every other names an article; some of both are wrong. */
function makeAnswer(round: number): string {
  const sentences: string[] = [];
  for (let n = 0, words = 0; words < ANSWER_WORDS; n++) {
    const number = (n % PASSAGES) + 1;
    const provision = PROVISIONS[(number - 1) % PROVISIONS.length] ?? "";
    const quoted =
      n % 5 === 0 ? provision.replace("direito", "dever").replace("poderá", "deverá") : provision;
    const sentence =
      n % 3 === 0
        ? `Segundo a lei, “na rodada ${round}, ${quoted}” [${number}].`
        : `Conforme o art. ${n % 7 === 0 ? 900 + n : 99 + number}, § 2º, da Lei nº ${12999 + number}/2018, ${provision} [${number}][${number + 40}].`;
    words += sentence.split(" ").length;
    sentences.push(n % 6 === 5 ? `${sentence}\n\n` : n % 4 === 3 ? `${sentence}\n- ` : `${sentence} `);
  }
  return sentences.join("");
}

const rounds = Number(process.argv[2] ?? 500);
const WARM_UP_ROUNDS = 50;
const samples = {
  prompt: [] as number[],
  clean: [] as number[],
  prepare: [] as number[],
  check: [] as number[],
};
for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
  const passages = makePassages(round);
  const text = makeAnswer(round);
  const timed = (name: keyof typeof samples, run: () => unknown): void => {
    const from = performance.now();
    run();
    if (round >= 0) samples[name].push(performance.now() - from);
  };
  const language = "pt-BR";
  timed("prompt", () =>
    buildPrompt({ language, question: "?", passages, history: [], budgetTokens: 20_000 }),
  );
  timed("clean", () => cleanModelText(text));
  timed("prepare", () => prepareChecks(passages));
  timed("check", () => checkAnswer({ text, passages, language }));
}

const { statements, supportedShare } = checkAnswer({
  text: makeAnswer(0),
  passages: makePassages(0),
  language: "pt-BR",
});
const flagged = statements.filter(({ flags }) => flags.length > 0).length;
process.stdout.write(
  `${rounds} answers of ${ANSWER_WORDS} words, ${statements.length} statements of which ${flagged} flagged (${(supportedShare * 100).toFixed(0)} % supported), ${PASSAGES} passages of ${PASSAGE_CHARS} characters\n\n`,
);
process.stdout.write("| step | p50 ms | p95 ms | max ms |\n| --- | --- | --- | --- |\n");
for (const [step, times] of Object.entries(samples)) {
  const sorted = times.toSorted((a, b) => a - b);
  const cells = [quantile(sorted, 0.5), quantile(sorted, 0.95), sorted.at(-1) ?? 0].map((ms) =>
    ms.toFixed(2),
  );
  process.stdout.write(`| ${step} | ${cells.join(" | ")} |\n`);
}
