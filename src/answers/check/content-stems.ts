import { foldText } from "./fold-text.ts";

/** Shorter words are mostly grammar; longer ones of one family share their beginning (`apelação`, `apelar`). */
const STEM_CHARS = 5;
const WORD = /[a-z]{5,}|\d{2,}/g;
const SHORTER_WORD = /[a-z]{4,}|\d{2,}/g;

/** Long words that every answer has, whatever it is about. */
const EMPTY = new Set(
  "sobre quando tambem ainda assim entre desde sendo sempre porque apenas outro outra outros outras mesmo mesma deste desta desse dessa aquele aquela aqueles aquelas quais qualquer trecho trechos artigo inciso paragrafo segundo conforme dispoe preve portanto"
    .split(" ")
    .map((word) => word.slice(0, STEM_CHARS)),
);

/**
 * Beginnings of the words of a text that say what it is about, and its numbers.
 * @param short whether words of four letters count, of which some are grammar
 */
export function contentStems(text: string, short = false): ReadonlySet<string> {
  const stems = new Set<string>();
  for (const word of foldText(text).match(short ? SHORTER_WORD : WORD) ?? []) {
    const stem = word.slice(0, STEM_CHARS);
    if (!EMPTY.has(stem)) stems.add(stem);
  }
  return stems;
}

/** Share of a text's stems that a passage has; 0 for a text that has none. */
export function sharedStems(text: string, passage: ReadonlySet<string>, short = false): number {
  const stems = contentStems(text, short);
  if (stems.size === 0) return 0;
  let shared = 0;
  for (const stem of stems) if (passage.has(stem)) shared++;
  return shared / stems.size;
}
