/** A text as its words and its runs of four words. */
export interface WordIndex {
  words: readonly string[];
  /** All words, parted and framed by blanks. */
  line: string;
  fourGrams: ReadonlySet<string>;
}

/** Takes words as a checker of indexes counts them: runs of letters, digits and underscores, in lower case. */
export function indexWords(text: string): WordIndex {
  const words =
    text
      .normalize("NFC")
      .toLowerCase()
      .match(/[\p{L}\p{N}\p{M}_]+/gu) ?? [];
  const fourGrams = new Set<string>();
  for (let start = 0; start + 4 <= words.length; start++)
    fourGrams.add(words.slice(start, start + 4).join(" "));
  return { words, line: ` ${words.join(" ")} `, fourGrams };
}

/** How many of the runs of four words of a reference stand in a text too. */
export interface GramCount {
  found: number;
  /** At least 1. */
  wanted: number;
}

/**
 * Counts the reference's runs of four words that stand in the text too. A shorter reference is one run, and must stand there
 * as a whole; one without words always does.
 */
export function countSharedGrams(reference: string, text: WordIndex): GramCount {
  const wanted = indexWords(reference);
  if (wanted.words.length < 4) {
    const stands = text.line.includes(wanted.line) || wanted.words.length === 0;
    return { found: stands ? 1 : 0, wanted: 1 };
  }
  let found = 0;
  for (const gram of wanted.fourGrams) if (text.fourGrams.has(gram)) found++;
  return { found, wanted: wanted.fourGrams.size };
}

/** Share, from 0 to 1, of the reference's runs of four words that stand in the text too. */
export function sharedGrams(reference: string, text: WordIndex): number {
  const { found, wanted } = countSharedGrams(reference, text);
  return found / wanted;
}
