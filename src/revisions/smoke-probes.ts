import { isEmptied } from "../retrieval/emptied-provision.ts";
import type { OpenRevision } from "./open-revision.ts";

/** A passage and a question made of its words, which should find it. */
export interface Probe {
  question: string;
  chunk: number;
  unitId: number;
}

/** Passages that are asked for, one from each stretch of the index. */
export const SMOKE_PROBES = 5;
/** Chunks looked at in each stretch, of which the one with the rarest words is asked for. */
const CANDIDATES = 12;
/** As long as a long question. */
const QUESTION_WORDS = 24;

/**
 * Chooses passages that lie evenly over an index, each the most distinctive of its neighbourhood: of a provision that
 * half of all laws have ("entra em vigor na data de sua publicação") nobody could tell which one was meant.
 */
export function chooseProbes(revision: Pick<OpenRevision, "passages" | "lexical">): Probe[] {
  const { chunkCount } = revision.passages;
  const stretches = Math.min(SMOKE_PROBES, chunkCount);
  return Array.from({ length: stretches }, (_, i) => {
    const from = Math.floor((i * chunkCount) / stretches);
    const to = Math.floor(((i + 1) * chunkCount) / stretches);
    return mostDistinctive(revision, from, to);
  }).filter((probe) => probe !== null);
}

function mostDistinctive(
  { passages, lexical }: Pick<OpenRevision, "passages" | "lexical">,
  from: number,
  to: number,
): Probe | null {
  const candidates = Math.min(CANDIDATES, to - from);
  let best: Probe | null = null;
  let bestWeight = 0;
  for (let i = 0; i < candidates; i++) {
    const chunk = from + Math.floor((i * (to - from)) / candidates);
    const unitId = passages.unitOf(chunk);
    if (isEmptied(passages.unitText(unitId))) continue; // readers are not shown it
    const question = questionFrom(passages.passages(chunk, 1)[0]?.text ?? "");
    const weight = lexical.parse(question).reduce((sum, { idf }) => sum + idf, 0);
    if (weight > bestWeight) {
      best = { question, chunk, unitId };
      bestWeight = weight;
    }
  }
  return best;
}

/** Words that make a citation of the number behind them: what is cited is looked up, not searched for. */
const CITING = /^(arts?|artigos?|s[uú]mulas?|vinculantes?|par[aá]grafos?)\.?$|[§º°]/i;

/** The first words of a text, without those that would make it cite a provision. */
export function questionFrom(text: string): string {
  return text
    .split(/\s+/)
    .filter((word) => /[\p{L}\d]/u.test(word) && !CITING.test(word))
    .slice(0, QUESTION_WORDS)
    .join(" ");
}
