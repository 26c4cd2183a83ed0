import type { Answer, Citation } from "../answers/answer.ts";
import { type CheckedCitations, checkCitations } from "./answers-check.ts";
import type { AnswerQuestion, GoldPlace } from "./answers-set.ts";
import { quantile } from "./evaluate.ts";

export interface Quantiles {
  p50: number;
  p95: number;
}

/** How one question was answered. */
export interface AnswerResult extends CheckedCitations {
  id: string;
  question: string;
  answerable: boolean;
  /** Whether an answer was given, and not the refusal. */
  answered: boolean;
  mode: Answer["mode"];
  cached: boolean;
  /** Whether a place that answers the question is cited: anywhere, and first. Null where there is no such place. */
  goldCited: boolean | null;
  goldFirst: boolean | null;
  /** Whether both sides of a comparison are cited; null where the question compares nothing. */
  bothSides: boolean | null;
  firstTokenMs: number | null;
  totalMs: number;
  costUsd: number | null;
}

export interface AnswerFigures {
  answerable: { questions: number; answered: number; refused: number };
  unanswerable: { questions: number; refused: number; answered: number };
  /** Of the answerable questions. */
  goldCited: number;
  goldFirst: number;
  comparisons: { questions: number; bothSides: number };
  citations: { shown: number; valid: number };
  quotations: { shown: number; exact: number };
  byModel: number;
  cached: number;
  /** Null where no answer came word by word. */
  firstTokenMs: Quantiles | null;
  totalMs: Quantiles;
  /** Null where no answer says what it cost. */
  costUsd: number | null;
}

export interface EvaluateAnswersOptions {
  questions: readonly AnswerQuestion[];
  ask: (question: string, signal?: AbortSignal) => Promise<Answer>;
  /** Of the revision that answers. */
  store: Parameters<typeof checkCitations>[1];
  now?: () => number;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** Asks every question of a set, one after the other, and checks each answer against the gold and the revision. */
export async function evaluateAnswers(options: EvaluateAnswersOptions): Promise<AnswerResult[]> {
  const { questions, ask, store, signal, onProgress, now = () => performance.now() } = options;
  const results: AnswerResult[] = [];
  for (const question of questions) {
    signal?.throwIfAborted();
    const started = now();
    const answer = await ask(question.question, signal);
    results.push(judgeAnswer({ question, answer, store, totalMs: now() - started }));
    onProgress?.(results.length, questions.length);
  }
  return results;
}

interface JudgeOptions {
  question: AnswerQuestion;
  answer: Answer;
  store: EvaluateAnswersOptions["store"];
  totalMs: number;
}

function judgeAnswer({ question, answer, store, totalMs }: JudgeOptions): AnswerResult {
  const { id, expected, otherSide } = question;
  const answerable = expected.length > 0;
  const cites = (places: readonly GoldPlace[]): boolean =>
    answer.citations.some((citation) => isAmong(citation, places));
  const [first] = answer.citations;
  const gold = [...expected, ...(otherSide ?? [])];
  return {
    id,
    question: question.question,
    answerable,
    answered: answer.found,
    mode: answer.mode,
    cached: answer.made.cached,
    goldCited: answerable ? cites(gold) : null,
    goldFirst: answerable ? first !== undefined && isAmong(first, gold) : null,
    bothSides: otherSide === undefined ? null : cites(expected) && cites(otherSide),
    firstTokenMs: answer.made.firstTokenMs,
    totalMs,
    costUsd: answer.made.costUsd,
    ...checkCitations(answer, store),
  };
}

function isAmong({ document, unit }: Citation, places: readonly GoldPlace[]): boolean {
  return places.some((place) => place.document === document.path && (!place.unit || place.unit === unit));
}

/** What the results of a set come to. */
export function summarizeAnswers(results: readonly AnswerResult[]): AnswerFigures {
  const count = (holds: (result: AnswerResult) => boolean): number => results.filter(holds).length;
  const sum = (value: (result: AnswerResult) => number): number =>
    results.reduce((total, result) => total + value(result), 0);
  const firstTokens = results.flatMap(({ firstTokenMs }) => firstTokenMs ?? []);
  const costs = results.flatMap(({ costUsd }) => costUsd ?? []);
  return {
    answerable: {
      questions: count(({ answerable }) => answerable),
      answered: count(({ answerable, answered }) => answerable && answered),
      refused: count(({ answerable, answered }) => answerable && !answered),
    },
    unanswerable: {
      questions: count(({ answerable }) => !answerable),
      refused: count(({ answerable, answered }) => !answerable && !answered),
      answered: count(({ answerable, answered }) => !answerable && answered),
    },
    goldCited: count(({ goldCited }) => goldCited === true),
    goldFirst: count(({ goldFirst }) => goldFirst === true),
    comparisons: {
      questions: count(({ bothSides }) => bothSides !== null),
      bothSides: count(({ bothSides }) => bothSides === true),
    },
    citations: {
      shown: sum(({ citations }) => citations.shown),
      valid: sum(({ citations }) => citations.valid),
    },
    quotations: {
      shown: sum(({ quotations }) => quotations.shown),
      exact: sum(({ quotations }) => quotations.exact),
    },
    byModel: count(({ mode }) => mode === "model"),
    cached: count(({ cached }) => cached),
    firstTokenMs: firstTokens.length === 0 ? null : quantilesOf(firstTokens),
    totalMs: quantilesOf(results.map(({ totalMs }) => totalMs)),
    costUsd: costs.length === 0 ? null : costs.reduce((total, cost) => total + cost, 0),
  };
}

function quantilesOf(values: readonly number[]): Quantiles {
  const sorted = [...values].sort((a, b) => a - b);
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
}

/** What is wrong with how a question was answered, each in a few words; empty where it was answered rightly. */
export function mistakesOf(result: AnswerResult): string[] {
  const { answerable, answered, goldCited, bothSides, faults } = result;
  if (!answerable) return answered ? ["answered, though nothing answers it", ...faults] : faults;
  if (!answered) return ["refused, though the documents answer it", ...faults];
  if (bothSides === false) return ["does not cite both sides", ...faults];
  return goldCited === false ? ["cites no place that answers it", ...faults] : faults;
}
