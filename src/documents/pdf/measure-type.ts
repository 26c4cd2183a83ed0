import type { Line } from "./set-margins.ts";

/** How a document is set, as far as its lines tell. */
export interface TypeStyle {
  /** Size of type of most of the text, in points. */
  bodySize: number;
  /** Whether most of the text is bold, so that bold says nothing. */
  mostlyBold: boolean;
  /** Distance of two baselines, in points, above which a new paragraph begins, for a size of type. */
  maxLeading(size: number): number;
}

/** A paragraph's lines stand this much closer than two paragraphs that are set apart. */
const LEADING_TOLERANCE = 1.12;
/** Without enough lines to measure, the distance of baselines in sizes of type. */
const USUAL_LEADING = 1.5;

/** Measures sizes and distances over all lines of a document. */
export function measureType(lines: readonly Line[]): TypeStyle {
  const charsBySize = new Map<number, number>();
  let boldChars = 0;
  let allChars = 0;
  for (const line of lines) {
    const size = roundHalf(line.size);
    charsBySize.set(size, (charsBySize.get(size) ?? 0) + line.text.length);
    allChars += line.text.length;
    if (line.bold) boldChars += line.text.length;
  }
  const bodySize = mostFrequent(charsBySize) ?? 10;
  const leadings = measureLeadings(lines);
  return {
    bodySize,
    mostlyBold: boldChars > 0.5 * allChars,
    maxLeading: (size) => LEADING_TOLERANCE * (leadings.get(roundHalf(size)) ?? USUAL_LEADING * size),
  };
}

/**
 * The usual distance of baselines within paragraphs for each size of type: the smallest of the frequent ones, as the
 * distance between paragraphs may be frequent too, and is larger.
 */
function measureLeadings(lines: readonly Line[]): Map<number, number> {
  const gapsBySize = new Map<number, number[]>();
  for (const [index, line] of lines.entries()) {
    const last = lines[index - 1];
    if (last === undefined || last.page !== line.page || line.startsFrame || line.size !== last.size)
      continue;
    const gap = last.baseline - line.baseline;
    if (gap < 0.8 * line.size || gap > 3 * line.size) continue;
    const size = roundHalf(line.size);
    const gaps = gapsBySize.get(size);
    if (gaps === undefined) gapsBySize.set(size, [gap]);
    else gaps.push(gap);
  }
  const leadings = new Map<number, number>();
  for (const [size, gaps] of gapsBySize) {
    const counts = new Map<number, number>();
    for (const gap of gaps) counts.set(roundHalf(gap), (counts.get(roundHalf(gap)) ?? 0) + 1);
    const frequent = [...counts]
      .filter(([, count]) => count >= Math.max(3, 0.15 * gaps.length))
      .map(([gap]) => gap);
    if (frequent.length > 0) leadings.set(size, Math.min(...frequent));
  }
  return leadings;
}

function mostFrequent(counts: ReadonlyMap<number, number>): number | null {
  let best: number | null = null;
  for (const [value, count] of counts) if (best === null || count > (counts.get(best) ?? 0)) best = value;
  return best;
}

function roundHalf(value: number): number {
  return Math.round(2 * value) / 2;
}
