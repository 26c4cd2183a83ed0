import type { AnswerPart } from "./answer-parts.ts";

/** A page of an answer. */
export interface AnswerPage {
  body: string;
  /** Markdown, one line a source. */
  sources: string[];
}

/** All embeds of a message together hold 6000; title, footer and headings have the rest. */
const PAGE_CHARS = 5000;
const BODY_CHARS = 3800;
const SOURCES_CHARS = 3800;

/**
 * Lays the pieces of an answer over pages, each with the sources that it cites. Where a piece cites more sources than one page
 * holds, the rest of them stand on pages of their own behind it. Nothing is left out.
 * @param sourceLineOf Markdown of a citation; null for one that is not known
 */
export function answerPages(
  parts: readonly AnswerPart[],
  sourceLineOf: (number: number) => string | null,
): AnswerPage[] {
  const pages: AnswerPage[] = [];
  let body = "";
  let cited = new Map<number, string>();
  const close = () => {
    if (body !== "" || cited.size > 0) pages.push(...pagesOf(body, [...cited.values()]));
    body = "";
    cited = new Map();
  };
  for (const { text, citations, before } of parts) {
    const joined = body === "" ? text : `${body}${before}${text}`;
    const withSources = new Map([...cited, ...linesOf(citations, sourceLineOf)]);
    if (body !== "" && !fits(joined, [...withSources.values()])) {
      close();
      body = text;
      cited = linesOf(citations, sourceLineOf);
    } else {
      body = joined;
      cited = withSources;
    }
  }
  close();
  return pages;
}

function linesOf(
  citations: readonly number[],
  sourceLineOf: (number: number) => string | null,
): Map<number, string> {
  return new Map(
    citations.flatMap((number) => {
      const line = sourceLineOf(number);
      return line === null ? [] : [[number, line] as const];
    }),
  );
}

const lengthOf = (lines: readonly string[]) => lines.reduce((sum, line) => sum + line.length + 1, 0);

function fits(body: string, sources: readonly string[]): boolean {
  const sourceChars = lengthOf(sources);
  return body.length <= BODY_CHARS && sourceChars <= SOURCES_CHARS && body.length + sourceChars <= PAGE_CHARS;
}

/** One page, and more of them for sources that do not fit on it. */
function pagesOf(body: string, lines: readonly string[]): AnswerPage[] {
  const pages: AnswerPage[] = [];
  let page: AnswerPage = { body, sources: [] };
  for (const line of lines) {
    const isEmpty = page.body === "" && page.sources.length === 0;
    if (!isEmpty && !fits(page.body, [...page.sources, line])) {
      pages.push(page);
      page = { body: "", sources: [] };
    }
    page.sources.push(line);
  }
  return [...pages, page];
}
