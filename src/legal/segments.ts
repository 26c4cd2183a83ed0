import type { TextBlock } from "../domain/document-text.ts";
import { type FoundArticle, findArticles, findOpenQuotes } from "./article-search.ts";
import { articleUnit, formatArticle } from "./articles.ts";
import { type FoundSumula, findSumulas } from "./sumula-search.ts";
import { formatSumula, formatSumulaOfCourt, sumulaUnit } from "./sumulas.ts";

/** The smallest thing that can be cited: an article or a súmula. */
export interface LegalUnit {
  /** As in the index: `art5`, `sumula7`. */
  id: string;
  /** As in a citation: `Art. 5º`, `Súmula Vinculante 11`. */
  label: string;
}

/** A stretch of a block's text, as UTF-16 offsets. */
export interface Slice {
  block: number;
  start: number;
  end: number;
}

/** A paragraph, or the part of one from the head of a unit on. */
export interface Segment extends Slice {
  text: string;
  /** The file's formatting says that it is a heading. */
  flagged: boolean;
  /** The unit whose head it begins with. */
  unit: LegalUnit | null;
  /** Whether it begins the last article of a sequence, so that the act's closing formula may follow. */
  lastOfRun: boolean;
  /** It lies in a quotation of another norm, judged by the article heads around it: what looks like a heading is none. */
  inQuotation: boolean;
  /** A quotation that the article it lies in has opened is not closed yet. */
  quoteOpen: boolean;
}

/** Súmulas between the articles of a norm are quoted in notes unless at least this many follow one another. */
const MIN_SUMULAS_BETWEEN_ARTICLES = 3;
/** When this much of a document's text is marked as heading, the marks say nothing. */
const MAX_FLAGGED_SHARE = 0.4;

/** Cuts a document where its units begin and marks what each piece is. */
export function cutSegments(blocks: readonly TextBlock[]): Segment[] {
  const articles = findArticles(blocks);
  const sumulas = keepListedSumulas(findSumulas(blocks), articles);
  const severalCourts = new Set(sumulas.map(({ head }) => head.court)).size > 1;
  const trustFlags = flaggedShare(blocks) <= MAX_FLAGGED_SHARE;
  const sumulaAt = new Map(sumulas.map((found) => [found.block, found]));
  const articlesAt = Map.groupBy(
    articles.filter(({ own, block }) => own && !sumulaAt.has(block)),
    ({ block }) => block,
  );
  const quotation = blocksInQuotation(blocks, articles);
  const openQuotes = findOpenQuotes(blocks, (block) => articlesAt.has(block));
  return blocks.flatMap(({ text, heading }, block) => {
    const heads = articlesAt.get(block) ?? [];
    const starts = [...new Set([0, ...heads.map(({ offset }) => offset)])];
    return starts.map((start, index) => {
      const printed = text.slice(start, starts[index + 1]).trimEnd();
      const article = heads.find(({ offset }) => offset === start);
      const sumula = start === 0 ? sumulaAt.get(block) : undefined;
      return {
        block,
        start,
        end: start + printed.length,
        text: printed,
        flagged: heading && trustFlags,
        unit: unitOf({ article, sumula, severalCourts }),
        lastOfRun: article?.lastOfRun ?? false,
        inQuotation: quotation.has(block),
        quoteOpen: start === 0 && openQuotes.has(block),
      };
    });
  });
}

function unitOf(found: {
  article: FoundArticle | undefined;
  sumula: FoundSumula | undefined;
  severalCourts: boolean;
}): LegalUnit | null {
  const { article, sumula, severalCourts } = found;
  if (sumula !== undefined) {
    const label = severalCourts ? formatSumulaOfCourt(sumula.head) : formatSumula(sumula.head);
    return { id: sumulaUnit(sumula.head.number), label };
  }
  if (article === undefined) return null;
  return { id: articleUnit(article.head.first), label: formatArticle(article.head) };
}

function keepListedSumulas(
  sumulas: readonly FoundSumula[],
  articles: readonly FoundArticle[],
): FoundSumula[] {
  const own = articles.filter((article) => article.own);
  if (own.length === 0) return [...sumulas];
  const group = ({ block }: FoundSumula) => own.filter((article) => article.block <= block).length;
  const groups = Map.groupBy(sumulas, group);
  return [...groups.values()].filter((members) => members.length >= MIN_SUMULAS_BETWEEN_ARTICLES).flat();
}

function flaggedShare(blocks: readonly TextBlock[]): number {
  const chars = (some: readonly TextBlock[]) => some.reduce((sum, { text }) => sum + text.length, 0);
  return chars(blocks.filter(({ heading }) => heading)) / Math.max(1, chars(blocks));
}

/** Blocks whose next article head is a quoted one: they stand in or right before a quotation. */
function blocksInQuotation(blocks: readonly TextBlock[], articles: readonly FoundArticle[]): Set<number> {
  const inside = new Set<number>();
  const heads = articles.filter(({ offset, own }) => offset === 0 || own);
  const firstOwn = heads.find(({ own }) => own)?.block ?? blocks.length;
  let next = 0;
  for (let block = firstOwn; block < blocks.length; block++) {
    while (next < heads.length && (heads[next]?.block ?? 0) <= block) next++;
    if (heads[next]?.own === false) inside.add(block);
  }
  return inside;
}
