const LABEL = String.raw`(?:trechos?|passages?|fontes?|sources?|n\.?[º°o]?)?`;
const LIST = String.raw`\^?\s*${LABEL}\s*\d{1,4}(?:\s*(?:,|;|e|and|[-–—]|a)\s*\d{1,4})*\s*(?:†[^\]】]{0,40})?`;
/** `[1]`, `[1, 2]`, `[1-3]`, `[trecho 2]`, `【1†source】`, and the blanks before. */
const MARK = new RegExp(String.raw`[ \t]*[[【]\s*(${LIST})[\]】]`, "giu");
/** Several marks at the beginning of a text. */
const MARKS_AT_START = new RegExp(String.raw`^(?:[ \t]*[[【]\s*${LIST}[\]】])+`, "iu");
const NUMBERS = /(\d{1,4})(?:\s*(?:[-–—]|a)\s*(\d{1,4}))?/gu;

export interface ReadCitations {
  /** The text without any mark, known or not. */
  text: string;
  /** Numbers of passages that there are, ascending. */
  citations: number[];
}

/**
 * Takes the citation marks out of a text; those of passages that do not exist are lost with it.
 * @param known numbers of the passages
 */
export function readCitations(text: string, known: ReadonlySet<number>): ReadCitations {
  const cited = new Set<number>();
  const bare = text.replace(MARK, (_, list: string) => {
    for (const [, from, to] of list.matchAll(NUMBERS)) {
      for (const number of known)
        if (number >= Number(from) && number <= Number(to ?? from)) cited.add(number);
    }
    return "";
  });
  return { text: bare, citations: [...cited].sort((a, b) => a - b) };
}

/** How much of a text's beginning is citation marks. */
export function leadingMarksLength(text: string): number {
  return MARKS_AT_START.exec(text)?.[0].length ?? 0;
}
