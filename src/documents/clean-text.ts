/**
 * Brings text to the one form that everything later compares: Unicode NFC, ligatures and odd spaces written
 * plainly, soft hyphens and invisible characters gone, runs of white space one blank, no blank at the ends.
 */
export function cleanText(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[ﬀ-ﬆ]/g, (ligature) => ligature.normalize("NFKC"))
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Cf}\ufffe\uffff]/gu, "")
    .trim();
}

/** Whether there is anything to read: a letter or a digit of any script. */
export function hasWords(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}
