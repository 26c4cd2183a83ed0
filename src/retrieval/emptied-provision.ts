/** Longest text that can be nothing but the note that a provision is gone. */
export const EMPTIED_MAX_CHARS = 160;

/** The head of an article or of a range of them, and then the note, with or without its bracket. */
const EMPTIED =
  /^(?:art\S*[\s\d.ºo°a:–—-]*(?:-?\p{Lu})?(?:[\s.:–—-]|e par[aá]grafo [uú]nico)*)?[([]?\s*(?:vetad|revogad|suprimid)[oa]s?(?!\p{L})/iu;

/**
 * Whether nothing is left of a provision but a note: `Art. 28. (VETADO).`, `Art. 52 a 58: (Revogados)`,
 * `Art. 220. (Revogado pela Lei nº 11.106, de 2005)`. One article of twenty-five is like this in Brazilian codes, and
 * being short it would rank high for any question that cites a number.
 */
export function isEmptied(text: string): boolean {
  return text.length <= EMPTIED_MAX_CHARS && EMPTIED.test(text.trim());
}
