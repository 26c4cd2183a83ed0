/** A piece of text to be packed, in reading order. */
export interface WindowPiece {
  tokens: number;
  /** How much it hurts to begin a window here, from 0 (a new §) up; see `CUT_COST`. */
  cutCost: number;
}

/** A run of pieces: `from` inclusive, `to` exclusive. */
export interface Window {
  from: number;
  to: number;
}

/** What cutting at a border costs, against 100 for one window more. */
export const CUT_COST = {
  title: 0,
  paragraph: 0,
  point: 2,
  text: 4,
  inciso: 6,
  alinea: 14,
  item: 16,
  sentence: 20,
  word: 35,
  /** Right behind a line that heads what follows. */
  afterTitle: 60,
} as const;

const WINDOW_COST = 100;
const SLACK_COST = 40;

/** How many tokens the first window and all later ones may hold. */
export interface WindowLimits {
  firstMax: number;
  otherMax: number;
}

/**
 * Packs pieces into as few windows as fit, cut where it hurts least, and evenly filled rather than with a tiny rest at
 * the end: the cheapest of all ways by dynamic programming. A piece larger than its window stands alone.
 */
export function packWindows(pieces: readonly WindowPiece[], limits: WindowLimits): Window[] {
  const best: { cost: number; from: number }[] = [{ cost: 0, from: 0 }];
  for (let to = 1; to <= pieces.length; to++) {
    let cheapest = { cost: Number.POSITIVE_INFINITY, from: to - 1 };
    for (const { from, cost } of windowsBefore({ pieces, limits, to })) {
      const total = (best[from]?.cost ?? 0) + cost;
      if (total < cheapest.cost) cheapest = { cost: total, from };
    }
    best.push(cheapest);
  }
  const windows: Window[] = [];
  for (let to = pieces.length; to > 0; to = best[to]?.from ?? 0) {
    windows.push({ from: best[to]?.from ?? 0, to });
  }
  return windows.reverse();
}

/** Every window that can end before piece `to`, with its cost; the one of a single piece always can. */
function* windowsBefore(parts: {
  pieces: readonly WindowPiece[];
  limits: WindowLimits;
  to: number;
}): Generator<{ from: number; cost: number }> {
  const { pieces, limits, to } = parts;
  const largest = Math.max(limits.firstMax, limits.otherMax);
  let tokens = 0;
  for (let from = to - 1; from >= 0; from--) {
    tokens += Math.max(1, pieces[from]?.tokens ?? 0);
    const max = from === 0 ? limits.firstMax : limits.otherMax;
    const alone = from === to - 1;
    if (!alone && tokens > largest) return;
    if (!alone && tokens > max) continue;
    const slack = Math.max(0, max - tokens) / max;
    const cut = from === 0 ? 0 : (pieces[from]?.cutCost ?? 0);
    yield { from, cost: WINDOW_COST + SLACK_COST * slack ** 2 + cut };
  }
}
