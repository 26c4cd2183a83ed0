import type { DocumentText, PageStart, TextBlock } from "../domain/document-text.ts";
import type { Norm } from "../domain/meta.ts";
import type { CountTokens } from "../embedding/tokenizer.ts";
import { identifyDocument } from "../legal/identity.ts";
import { findStructure, type Section } from "../legal/structure.ts";
import { formatCaputHead, formatContext, formatPath } from "./context.ts";
import { mergeSmallSections } from "./merge-sections.ts";
import { cutSection, type SectionPart } from "./section-parts.ts";
import { countByWord } from "./token-counter.ts";
import { packWindows, type Window } from "./windows.ts";

/** A chunk as the index records it, and the text that stands for it before the embedding model. */
export interface Chunk {
  /** `art5`, `art103-B`, `sumula7`, or null outside any unit. */
  unit: string | null;
  /** Position among the chunks of its unit, 0 outside any. */
  part: number;
  /** Hierarchy with the unit last, levels joined by ` › `; empty where nothing is above. */
  path: string;
  rubric: string | null;
  /** 1-based, null where the format has no pages. */
  pageFrom: number | null;
  pageTo: number | null;
  /** The passage as it stands in the document, paragraphs parted by line breaks. */
  text: string;
  /** Context and text, without the model's own prefix. */
  embedText: string;
}

/** A document cut into chunks, in reading order. */
export interface ChunkedDocument {
  title: string;
  norm: Norm | null;
  chunks: Chunk[];
}

/** Size that a chunk aims at and keeps, context and the model's marks included, in tokens. */
export const CHUNK_MAX_TOKENS = 160;
/** What the model's prefix and its marks of begin and end take. */
const OVERHEAD_TOKENS = 6;
/** Text that a chunk may hold however long its context is. */
const MIN_TEXT_TOKENS = 64;
/** A unit's first piece up to this length is only its head (`Súmula 7 - STJ`). */
const BARE_HEAD_MAX_CHARS = 25;
/** Path of what a norm prints above its first article: epigraph, summary, enacting formula. */
const PREAMBLE = "Preâmbulo";

/**
 * Cuts a document along its legal structure into chunks of at most about `CHUNK_MAX_TOKENS`; none crosses a unit.
 * The same document and counter always give the same chunks.
 *
 * @param path the file's path, `/`-separated, for a title where the text has none
 * @param countTokens of the model that embeds; wrap it with `countByWord` to share the work between documents
 */
export function chunkDocument(options: {
  document: DocumentText;
  path: string;
  countTokens: CountTokens;
}): ChunkedDocument {
  const { document, path } = options;
  const { blocks } = document;
  const countTokens = countByWord(options.countTokens);
  const { title, norm, titleBlock } = identifyDocument(blocks, path);
  const skip = blocks.length > 1 ? titleBlock : null;
  const sections = mergeSmallSections({ sections: findStructure(blocks, skip), blocks, countTokens });
  const chunks = sections.flatMap((section, index) => {
    const preamble = index === 0 && section.unit === null && sections.some(({ unit }) => unit !== null);
    const path = formatPath(section) || (preamble ? PREAMBLE : "");
    return chunkSection({ section, path, blocks, title, countTokens });
  });
  return { title, norm, chunks };
}

interface SectionSource {
  section: Section;
  path: string;
  blocks: readonly TextBlock[];
  title: string;
  countTokens: CountTokens;
}

function chunkSection(source: SectionSource): Chunk[] {
  const { section, path, blocks, title, countTokens } = source;
  const context = formatContext(title, section);
  const caputHead = section.unit === null ? "" : formatCaputHead(caputOf(section, blocks));
  const budget = CHUNK_MAX_TOKENS - OVERHEAD_TOKENS - countTokens(context);
  const firstMax = Math.max(MIN_TEXT_TOKENS, budget);
  const otherMax = Math.max(MIN_TEXT_TOKENS, budget - countTokens(caputHead));
  const parts = cutSection({ section, blocks, maxTokens: otherMax, countTokens });
  return packWindows(parts, { firstMax, otherMax }).map((window, part) => {
    const text = joinParts(parts, window, blocks);
    const above = part === 0 || caputHead === "" ? context : `${context}\n${caputHead}`;
    return {
      unit: section.unit?.id ?? null,
      part: section.unit === null ? 0 : part,
      path,
      rubric: section.rubric,
      ...pagesOf(parts, window, blocks),
      text,
      embedText: above === "" ? text : `${above}\n${text}`,
    };
  });
}

/** The first paragraph of a unit; where that is a bare head such as `Súmula 7 - STJ`, with the one after it. */
function caputOf(section: Section, blocks: readonly TextBlock[]): string {
  const texts = section.pieces
    .slice(0, 2)
    .map(({ block, start, end }) => blocks[block]?.text.slice(start, end) ?? "");
  const [first = "", second = ""] = texts;
  return first.length < BARE_HEAD_MAX_CHARS ? `${first} ${second}` : first;
}

/** Text of a window: verbatim within a block, blocks parted by line breaks. */
function joinParts(parts: readonly SectionPart[], window: Window, blocks: readonly TextBlock[]): string {
  const lines: string[] = [];
  let open: { block: number; start: number; end: number } | null = null;
  const flush = (): void => {
    if (open !== null) lines.push((blocks[open.block]?.text ?? "").slice(open.start, open.end).trim());
  };
  for (const { block, start, end } of parts.slice(window.from, window.to)) {
    if (
      open !== null &&
      open.block === block &&
      /^\s*$/.test((blocks[block]?.text ?? "").slice(open.end, start))
    ) {
      open.end = end;
    } else {
      flush();
      open = { block, start, end };
    }
  }
  flush();
  return lines.filter((line) => line !== "").join("\n");
}

function pagesOf(
  parts: readonly SectionPart[],
  window: Window,
  blocks: readonly TextBlock[],
): { pageFrom: number | null; pageTo: number | null } {
  const first = parts[window.from];
  const last = parts[window.to - 1];
  if (first === undefined || last === undefined) return { pageFrom: null, pageTo: null };
  return {
    pageFrom: pageAt(blocks[first.block]?.pages ?? [], first.start),
    pageTo: pageAt(blocks[last.block]?.pages ?? [], Math.max(last.start, last.end - 1)),
  };
}

/** The page on which the character at an offset of a block stands, null without pages. */
function pageAt(pages: readonly PageStart[], offset: number): number | null {
  return (pages.findLast((start) => start.offset <= offset) ?? pages[0])?.page ?? null;
}
