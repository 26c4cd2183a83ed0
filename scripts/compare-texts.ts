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

/**
 * Share, from 0 to 1, of the reference's runs of four words that stand in the text too; a shorter reference must stand
 * there as a whole, and one without words always does.
 */
export function sharedGrams(reference: string, text: WordIndex): number {
  const wanted = indexWords(reference);
  if (wanted.words.length < 4) return text.line.includes(wanted.line) || wanted.words.length === 0 ? 1 : 0;
  let found = 0;
  for (const gram of wanted.fourGrams) if (text.fourGrams.has(gram)) found++;
  return found / wanted.fourGrams.size;
}
