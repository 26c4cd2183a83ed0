/** The beginning of an item of its own in almost any document: an article, a paragraph, an item of a list. */
const ITEM_START =
  /^(?:["“]?(?:Art|ART)\.?\s*\d|§|Par[áa]grafo [úu]nico|[IVXLCDM]+\s*[-–—.)]|[a-zA-Z]\s*\)|\(?\d{1,3}(?:\.\d{1,3})*\s*[-–—.)]|[•▪●◦*–—-]\s)/;
/** What the text before such an item ends in. */
const ITEM_END = /(?:[.;:!?]["”’)]*|;\s*(?:e|ou))$/;
/** A full stop behind these ends no sentence. */
const ABBREVIATION =
  /(?:^|[^\p{L}])(?:arts?|ns?|nºs|incs?|al|par|p|pp|pág|fls?|cf|v|ex|drª?|sra?|min|rel|obs|cap|tít|séc)\.$/iu;

/** Whether a text stops where a sentence or an item may end. */
export function endsItem(text: string): boolean {
  return ITEM_END.test(text) && !ABBREVIATION.test(text);
}

/** Whether a text that follows `before` on a new line is likely an item of its own rather than its continuation. */
export function startsItem(text: string, before: string): boolean {
  return ITEM_START.test(text) && endsItem(before);
}
