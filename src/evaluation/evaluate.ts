import { type Figures, judge, meanFigures } from "./metrics.ts";
import type { Question } from "./question-sets.ts";

/** Ranks ids for a question, best first, as a user would see them. An id may come more than once. */
export type Rank = (question: string, signal?: AbortSignal) => Promise<readonly string[]>;

export interface QuestionResult {
  id: string;
  figures: Figures;
  /** Rank of the first gold id, from 1; null where none was found. */
  firstGold: number | null;
  latencyMs: number;
}

export interface Evaluation {
  questions: number;
  figures: Figures;
  latencyMs: { p50: number; p95: number; max: number };
  results: QuestionResult[];
}

export interface EvaluateOptions {
  questions: readonly Question[];
  rank: Rank;
  now?: () => number;
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** Asks every question of a set, one after the other, and judges the rankings. */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const { questions, rank, signal, onProgress, now = () => performance.now() } = options;
  const results: QuestionResult[] = [];
  for (const { id, question, judgement } of questions) {
    signal?.throwIfAborted();
    const started = now();
    const ranking = [...new Set(await rank(question, signal))];
    const latencyMs = now() - started;
    const first = ranking.findIndex((found) => judgement.gold.has(found));
    const firstGold = first < 0 ? null : first + 1;
    results.push({ id, figures: judge(ranking, judgement), firstGold, latencyMs });
    onProgress?.(results.length, questions.length);
  }
  const latencies = results.map((result) => result.latencyMs).sort((a, b) => a - b);
  return {
    questions: results.length,
    figures: meanFigures(results.map((result) => result.figures)),
    latencyMs: { p50: quantile(latencies, 0.5), p95: quantile(latencies, 0.95), max: latencies.at(-1) ?? 0 },
    results,
  };
}

/** The value that a share `q` of the sorted values does not exceed (nearest rank); 0 where there is none. */
export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)] ?? 0;
}
