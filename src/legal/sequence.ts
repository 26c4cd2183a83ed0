import { type ArticleNumber, articleUnit, compareArticles, isNextArticle } from "./articles.ts";

/** A place in a document where an article may begin, with what speaks for and against it. */
export interface ArticleCandidate {
  article: ArticleNumber;
  /** Last article of a range head, else null: what follows `Arts. 53 a 58` is 59. */
  last: ArticleNumber | null;
  /** It is an `Artigo único`, which stands alone. */
  only: boolean;
  /** An opening quotation mark stands right before it. */
  quoted: boolean;
  /** It lies in a quotation that was opened at an earlier candidate and is not closed yet. */
  insideQuote: boolean;
  /** The text that begins here ends with `(NR)`, as the new wording of another norm's article does. */
  newWording: boolean;
  /** The text before it announces the wording of another norm (`passa a vigorar com a seguinte redação:`). */
  announced: boolean;
  /** It stands within a paragraph, behind other text. */
  inline: boolean;
  /** An annex, a regulation or the like is headed between the candidate before and this one. */
  newDivision: boolean;
}

/** What a candidate and a step from one to the next are worth; only their order of magnitude matters. */
const WEIGHT = {
  plain: 1,
  inline: 0.2,
  insideQuote: -0.3,
  newWording: -0.3,
  /** However long a quotation is, it must not outweigh the articles around it. */
  insideAnnounced: -0.6,
  withoutGap: 0.5,
  gapPerDoubling: 0.3,
  maxGap: 4,
  /** The number that was skipped comes later: what lies between is most likely a quotation. */
  skippedComesLater: 3,
  /** The text has just announced a quotation, and what follows does not go on from the article before. */
  announcedJump: 6,
  /** As above, but it would go on; the same number comes again later. */
  announcedTwin: 2,
  /** A text that does not begin with Art. 1. */
  excerpt: -0.5,
  restart: 4,
  restartInDivision: 0.5,
} as const;

/** How many candidates may lie between two neighbouring articles of a norm (quotations without marks). */
const MAX_SKIPPED = 400;

/** Fewer articles in a row than this, not beginning with Art. 1, are mentions rather than a norm's text. */
const MIN_EXCERPT_ARTICLES = 3;

/**
 * Which candidates are articles of the document's own norm, as indexes in ascending order, in runs: one for each
 * sequence of numbers that the document holds (a decree, then the regulation annexed to it).
 *
 * The chain of candidates whose numbers go on most plausibly over the whole document is taken (dynamic programming over
 * pairs), so that an amended article of another norm, quoted with or without marks, stays text of the article that
 * quotes it. Runs too short or too broken to be a norm's text are dropped.
 */
export function chooseArticles(candidates: readonly ArticleCandidate[]): number[][] {
  const unquoted = candidates.flatMap((candidate, index) => (candidate.quoted ? [] : [index]));
  const eligible = unquoted.length > 0 ? unquoted : candidates.map((_, index) => index);
  const pick = (index: number) => candidates[index];
  const chosen = bestChain(eligible.map(pick).filter((candidate) => candidate !== undefined));
  return splitRuns(
    chosen.map((position) => eligible[position]).filter((index) => index !== undefined),
    pick,
  ).filter((run) => isPlausibleRun(run.map(pick).filter((candidate) => candidate !== undefined)));
}

/** Whether a unit's head comes within reach behind a position, so that what lies between may be a quotation. */
type ComesAfter = (unit: string, position: number) => boolean;

function bestChain(candidates: readonly ArticleCandidate[]): number[] {
  const positions = new Map<string, number[]>();
  candidates.forEach(({ article, inline }, position) => {
    const unit = articleUnit(article);
    if (!inline)
      positions
        .set(unit, positions.get(unit) ?? [])
        .get(unit)
        ?.push(position);
  });
  const comesAfter: ComesAfter = (unit, position) =>
    positions.get(unit)?.some((at) => at > position && at <= position + MAX_SKIPPED) ?? false;
  const announced = findAnnouncedQuotations(candidates);
  const best: { score: number; previous: number }[] = [];
  let end = -1;
  candidates.forEach((candidate, position) => {
    let score = startScore(candidate, positions.has("art1"));
    let previous = -1;
    for (let before = Math.max(0, position - MAX_SKIPPED); before < position; before++) {
      const from = candidates[before];
      const step =
        from === undefined ? null : stepScore({ from, to: candidate, before, position, comesAfter });
      const total = step === null ? Number.NEGATIVE_INFINITY : (best[before]?.score ?? 0) + step;
      if (total > score) {
        score = total;
        previous = before;
      }
    }
    const own = announced.has(position) ? WEIGHT.insideAnnounced : ownScore(candidate);
    best.push({ score: score + own, previous });
    if (end < 0 || (best[position]?.score ?? 0) > (best[end]?.score ?? 0)) end = position;
  });
  const chain: number[] = [];
  for (let position = end; position >= 0; position = best[position]?.previous ?? -1) chain.unshift(position);
  return chain;
}

function ownScore(candidate: ArticleCandidate): number {
  if (candidate.inline) return WEIGHT.inline;
  if (candidate.newWording) return WEIGHT.newWording;
  return candidate.insideQuote ? WEIGHT.insideQuote : WEIGHT.plain;
}

/**
 * Positions that lie between an article that announces a quotation and the article whose number goes on from it. An
 * announcement that its successor follows at once quotes nothing with a head of its own.
 */
function findAnnouncedQuotations(candidates: readonly ArticleCandidate[]): Set<number> {
  const inside = new Set<number>();
  candidates.forEach(({ announced, newDivision }, position) => {
    const from = candidates[position - 1];
    if (!announced || newDivision || from === undefined || inside.has(position)) return;
    const length = candidates
      .slice(position, position + MAX_SKIPPED)
      .findIndex(({ article, inline }) => !inline && isNextArticle(from.last ?? from.article, article));
    for (let quoted = position; quoted < position + length; quoted++) inside.add(quoted);
  });
  return inside;
}

function startScore(candidate: ArticleCandidate, firstExists: boolean): number {
  if (candidate.article.number === 1) return 0;
  if (candidate.inline) return Number.NEGATIVE_INFINITY;
  return WEIGHT.excerpt - (firstExists ? WEIGHT.skippedComesLater : 0);
}

/** Worth of going from one article to the next, null where that cannot be. */
function stepScore(parts: {
  from: ArticleCandidate;
  to: ArticleCandidate;
  before: number;
  position: number;
  comesAfter: ComesAfter;
}): number | null {
  const { from, to, before, position, comesAfter } = parts;
  const end = from.last ?? from.article;
  const adjacent = position === before + 1;
  if (isNextArticle(end, to.article)) {
    const twin = to.announced && adjacent && comesAfter(articleUnit(to.article), position);
    return WEIGHT.withoutGap - (twin ? WEIGHT.announcedTwin : 0);
  }
  if (to.inline) return null;
  if (compareArticles(to.article, end) <= 0) return restartScore(to);
  const gap = to.article.number - end.number;
  let score = -Math.min(WEIGHT.maxGap, WEIGHT.gapPerDoubling * Math.log2(gap + 1));
  if (gap > 0 && comesAfter(`art${end.number + 1}`, position)) score -= WEIGHT.skippedComesLater;
  if (to.announced && adjacent && gap > 1) score -= WEIGHT.announcedJump;
  return score;
}

function restartScore(to: ArticleCandidate): number | null {
  const first = to.article.number === 1 && to.article.suffixes.length === 0;
  if (to.newDivision) return -(first ? WEIGHT.restartInDivision : WEIGHT.restart);
  if (!first) return null;
  return -WEIGHT.restart - (to.announced ? WEIGHT.announcedJump : 0);
}

function splitRuns(
  chosen: readonly number[],
  pick: (index: number) => ArticleCandidate | undefined,
): number[][] {
  const runs: number[][] = [];
  let last: ArticleNumber | null = null;
  for (const index of chosen) {
    const article = pick(index)?.article;
    if (article === undefined) continue;
    if (last === null || compareArticles(article, last) <= 0) runs.push([]);
    runs.at(-1)?.push(index);
    last = article;
  }
  return runs;
}

/** A norm's text begins with its first article or is an excerpt, and most of its articles follow without a gap. */
function isPlausibleRun(run: readonly ArticleCandidate[]): boolean {
  if (run.length === 1) return run[0]?.only ?? false;
  const linked = run.filter((candidate, i) => {
    const previous = run[i - 1];
    return previous !== undefined && isNextArticle(previous.last ?? previous.article, candidate.article);
  }).length;
  if (linked < (run.length - 1) / 2) return false;
  return run[0]?.article.number === 1 || run.length >= MIN_EXCERPT_ARTICLES;
}
