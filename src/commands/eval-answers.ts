import type { Language } from "../domain/messages.ts";
import {
  type AnswerFigures,
  type AnswerResult,
  evaluateAnswers,
  mistakesOf,
  summarizeAnswers,
} from "../evaluation/answers.ts";
import { readAnswerQuestions } from "../evaluation/answers-set.ts";
import { invalidSet } from "../evaluation/read-json-lines.ts";
import type { CommandContext } from "./command-context.ts";
import { openService } from "./open-service.ts";

interface AnswersReport {
  figures: AnswerFigures;
  results: (AnswerResult & { mistakes: string[] })[];
}

/** `eval --answers`: asks the service every question of a set, as members do, and prints how it answered. */
export async function evalAnswers(
  context: CommandContext,
  options: { file: string; lang: Language; json: boolean },
): Promise<void> {
  const questions = await readAnswerQuestions(options.file);
  if (questions.length === 0) throw invalidSet(options.file, "at least one question, got none");
  const service = await openService(context, context.config.storageDir);
  try {
    const results = await evaluateAnswers({
      questions,
      ask: (question, signal) => service.ask(question, options.lang, signal),
      store: service.revision.passages,
      signal: context.signal,
    });
    const report = {
      figures: summarizeAnswers(results),
      results: results.map((result) => ({ ...result, mistakes: mistakesOf(result) })),
    };
    context.print(options.json ? JSON.stringify(report, null, 2) : formatReport(report));
  } finally {
    service.close();
  }
}

function formatReport({ figures, results }: AnswersReport): string {
  const { answerable, unanswerable, comparisons, citations, quotations, firstTokenMs, totalMs } = figures;
  const rows: [string, string][] = [
    ["questions with an answer: answered", share(answerable.answered, answerable.questions)],
    ["questions with an answer: refused", share(answerable.refused, answerable.questions)],
    ["questions without one: refused", share(unanswerable.refused, unanswerable.questions)],
    ["questions without one: answered", share(unanswerable.answered, unanswerable.questions)],
    ["gold unit cited", share(figures.goldCited, answerable.questions)],
    ["gold unit cited first", share(figures.goldFirst, answerable.questions)],
    ["comparisons: both sides cited", share(comparisons.bothSides, comparisons.questions)],
    ["citations valid", share(citations.valid, citations.shown)],
    ["quotations exact", share(quotations.exact, quotations.shown)],
    ["written by a model", share(figures.byModel, results.length)],
    ["from the cache", share(figures.cached, results.length)],
    ["first words, ms (p50 / p95)", firstTokenMs === null ? "–" : quantiles(firstTokenMs)],
    ["whole answer, ms (p50 / p95)", quantiles(totalMs)],
    ["cost, USD", figures.costUsd === null ? "–" : figures.costUsd.toFixed(4)],
  ];
  const wrong = results.flatMap(({ id, question, mistakes }) =>
    mistakes.map((mistake) => `${id}: ${mistake}: ${question}`),
  );
  const table = [
    "| figure | value |",
    "| --- | --- |",
    ...rows.map(([name, value]) => `| ${name} | ${value} |`),
  ];
  return [...table, ...(wrong.length === 0 ? [] : ["", "Mistakes", ...wrong])].join("\n");
}

function share(part: number, whole: number): string {
  return whole === 0 ? "–" : `${part} of ${whole} (${((100 * part) / whole).toFixed(1)} %)`;
}

function quantiles({ p50, p95 }: { p50: number; p95: number }): string {
  return `${p50.toFixed(1)} / ${p95.toFixed(1)}`;
}
