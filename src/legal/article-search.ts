import type { TextBlock } from "../domain/document-text.ts";
import { type ArticleHead, parseArticleHead } from "./articles.ts";
import { parseHeadings } from "./headings.ts";
import { type ArticleCandidate, chooseArticles } from "./sequence.ts";
import { isTitleLine, opensDivision } from "./title-lines.ts";

/** Where in the text something stands: UTF-16 offset within a block. */
export interface TextPosition {
  block: number;
  offset: number;
}

/** A head that reads like an article's, and whether it is one of the document's own articles. */
export interface FoundArticle extends TextPosition {
  head: ArticleHead;
  own: boolean;
  /** Whether no article of the same sequence of numbers follows. */
  lastOfRun: boolean;
}

const INLINE_HEAD = /(?<=\s)(?:Art|ART)s?\.\s?\d/gu;
/** How far back from a head within a paragraph to look for the end of a sentence or a whole title. */
const INLINE_CONTEXT_CHARS = 300;
const ANNOUNCEMENT =
  /:\s*["“]?\s*$|passam? a vigorar|(?:seguintes?|nova) (?:redaç|alteraç|modificaç|acréscimo|artigo|dispositivo)|acrescid[oa]s? d/iu;
const CLOSING_QUOTE = /(?:["”»]\s*(?:\(NR\))?|\(NR\))\s*[.;,]?\s*$/u;
const NEW_WORDING = /\(NR\)\s*["”.;]*\s*$/u;

/** All article heads of a document in reading order, its own ones told from quotations and mentions. */
export function findArticles(blocks: readonly TextBlock[]): FoundArticle[] {
  const places = findHeads(blocks);
  const runs = chooseArticles(weighHeads(blocks, places));
  const own = new Set(runs.flat());
  const last = new Set(runs.map((run) => run.at(-1)));
  return places.map((place, index) => ({ ...place, own: own.has(index), lastOfRun: last.has(index) }));
}

interface HeadPlace extends TextPosition {
  head: ArticleHead;
}

function findHeads(blocks: readonly TextBlock[]): HeadPlace[] {
  return blocks.flatMap(({ text }, block) => {
    const places: HeadPlace[] = [];
    const head = parseArticleHead(text);
    if (head !== null) places.push({ block, offset: 0, head });
    for (const { index } of text.matchAll(INLINE_HEAD)) {
      const before = text.slice(Math.max(0, index - INLINE_CONTEXT_CHARS), index).trimEnd();
      const whole = index <= INLINE_CONTEXT_CHARS;
      const afterTitle = whole && (isTitleLine(before) || parseHeadings(before).length > 0);
      if (!afterTitle && !/[.;:)”"]$/u.test(before)) continue;
      const inline = parseArticleHead(text.slice(index));
      if (inline !== null) places.push({ block, offset: index, head: inline });
    }
    return places;
  });
}

function weighHeads(blocks: readonly TextBlock[], places: readonly HeadPlace[]): ArticleCandidate[] {
  const openQuotes = findOpenQuotes(blocks);
  return places.map((place, index) => {
    const { head, block, offset } = place;
    const previous = places[index - 1];
    const between = blocks.slice(previous === undefined ? 0 : previous.block + 1, block);
    return {
      article: head.first,
      last: head.last,
      only: head.only,
      quoted: head.quoted,
      insideQuote: offset === 0 && !head.quoted && openQuotes.has(block),
      newWording: bringsNewWording(stretchOf(blocks, place, places[index + 1])),
      announced: ANNOUNCEMENT.test(textBefore(blocks, place).slice(-250)),
      inline: offset > 0,
      newDivision: between.some(({ text }) => opensDivision(text)),
    };
  });
}

/** The last paragraph before a head that is no heading. */
function textBefore(blocks: readonly TextBlock[], place: TextPosition): string {
  if (place.offset > 0) return blocks[place.block]?.text.slice(0, place.offset) ?? "";
  for (let block = place.block - 1; block >= 0; block--) {
    const text = blocks[block]?.text ?? "";
    if (parseHeadings(text.replace(/^["“]/u, "")).length === 0 && !isTitleLine(text)) return text;
  }
  return "";
}

/** The texts from a head to the next one. */
function stretchOf(blocks: readonly TextBlock[], from: TextPosition, to: TextPosition | undefined): string[] {
  if (to?.block === from.block) return [blocks[from.block]?.text.slice(from.offset, to.offset) ?? ""];
  const texts = blocks.slice(from.block, to?.block ?? blocks.length).map(({ text }) => text);
  if (texts[0] !== undefined) texts[0] = texts[0].slice(from.offset);
  return texts;
}

/** Whether a stretch ends as quoted new wording does without opening a quotation of its own. */
function bringsNewWording(stretch: readonly string[]): boolean {
  const end = stretch.findLast((text) => parseHeadings(text).length === 0 && !isTitleLine(text)) ?? "";
  if (!NEW_WORDING.test(end)) return false;
  return stretch.every((text) => !text.includes("“")) && (stretch.join(" ").match(/"/g) ?? []).length < 2;
}

/**
 * Blocks that lie in a quotation opened by an earlier paragraph.
 *
 * @param endsQuotes whether a block ends what is open, since closing marks are often forgotten
 */
export function findOpenQuotes(
  blocks: readonly TextBlock[],
  endsQuotes: (block: number) => boolean = () => false,
): Set<number> {
  const inside = new Set<number>();
  let open = false;
  blocks.forEach(({ text }, block) => {
    if (endsQuotes(block)) open = false;
    if (open) inside.add(block);
    if (/^["“«]/u.test(text)) open = true;
    if (CLOSING_QUOTE.test(text)) open = false;
  });
  return inside;
}
