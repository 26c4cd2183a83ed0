/** How far down a ranking the figures look. */
export const RANKING_DEPTH = 10;

/** What makes a result right: the ids that answer a question and, where it was judged in grades, each id's grade. */
export interface Judgement {
  gold: ReadonlySet<string>;
  /** Null where an id either answers or does not. An id without a grade has grade 0. */
  grades: ReadonlyMap<string, number> | null;
}

/** The figures of one ranking, or their mean over many. All lie in [0, 1]. */
export interface Figures {
  /** 1 if a gold id is among the first k. */
  hit1: number;
  hit5: number;
  hit10: number;
  /** Share of the gold ids among the first 10. */
  recall10: number;
  /** 1 / rank of the first gold id, 0 beyond rank 10. */
  mrr10: number;
  /** DCG over the first 10, Σ gain(i) / log2(i + 1), divided by that of the best possible order. */
  ndcg10: number;
}

export const FIGURE_NAMES = [
  "hit1",
  "hit5",
  "hit10",
  "recall10",
  "mrr10",
  "ndcg10",
] as const satisfies (keyof Figures)[];

/**
 * Judges a ranking of ids, best first, after Järvelin & Kekäläinen 2002 with linear gain, as trec_eval has it: the
 * grade itself where there are grades, else 1 for a gold id. Where an id comes more than once (chunks of one article),
 * its first place counts and the others are closed up.
 */
export function judge(ranking: readonly string[], { gold, grades }: Judgement): Figures {
  const ranked = [...new Set(ranking)].slice(0, RANKING_DEPTH);
  const gainOf = (id: string): number => (grades === null ? Number(gold.has(id)) : (grades.get(id) ?? 0));
  const ideal = grades === null ? [...gold].map(() => 1) : [...grades.values()].sort((a, b) => b - a);
  const best = discountedGain(ideal.slice(0, RANKING_DEPTH));
  const first = ranked.findIndex((id) => gold.has(id));
  const found = ranked.filter((id) => gold.has(id)).length;
  const hit = (k: number): number => Number(first >= 0 && first < k);
  return {
    hit1: hit(1),
    hit5: hit(5),
    hit10: hit(10),
    recall10: gold.size === 0 ? 0 : found / gold.size,
    mrr10: first < 0 ? 0 : 1 / (first + 1),
    ndcg10: best === 0 ? 0 : discountedGain(ranked.map(gainOf)) / best,
  };
}

function discountedGain(gains: readonly number[]): number {
  return gains.reduce((sum, gain, index) => sum + gain / Math.log2(index + 2), 0);
}

/** The mean of each figure; all 0 where there is nothing to average. */
export function meanFigures(all: readonly Figures[]): Figures {
  const mean = (name: keyof Figures): number =>
    all.length === 0 ? 0 : all.reduce((sum, figures) => sum + figures[name], 0) / all.length;
  return {
    hit1: mean("hit1"),
    hit5: mean("hit5"),
    hit10: mean("hit10"),
    recall10: mean("recall10"),
    mrr10: mean("mrr10"),
    ndcg10: mean("ndcg10"),
  };
}
