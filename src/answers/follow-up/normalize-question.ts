/**
 * A question as it is compared with others word for word: case, accents, white space and punctuation are gone, but what
 * stands inside or beside a number (`1,5`, `13.709/2018`, `58-A`, `§`, `%`, `R$`) is kept, and so is every word.
 */
export function normalizeQuestion(question: string): string {
  return (
    question
      .toLowerCase()
      // Signs that nobody sees (`\p{Cf}`) part no words for the reader either.
      .replace(/\p{Cf}+/gu, "")
      // `10²` is not `102`, nor is `1½` eleven halves.
      .replace(/\p{No}/gu, (sign) => ` ^${sign} `)
      .normalize("NFKD")
      .replace(/\p{M}+/gu, "")
      .replaceAll("⁄", "/")
      .replace(/(?<=\d)o(?![\p{L}\p{N}])/gu, "")
      .replace(/§+/gu, " § ")
      .replace(/[\p{P}\p{C}]+/gu, (marks, at: number, text: string) => keptMarks(marks, at, text))
      .replace(/\s+/gu, " ")
      .trim()
  );
}

/** Punctuation parts words, except the one mark within a number and a number's own signs. */
function keptMarks(marks: string, at: number, text: string): string {
  const before = text[at - 1] ?? "";
  const after = text[at + marks.length] ?? "";
  if (marks.includes("§")) return marks.replace(/[^§]+/gu, " ");
  if (!/\d/.test(before)) return /^[-–−]$/u.test(marks) && /\d/.test(after) ? " -" : " ";
  if (marks.startsWith("%")) return "% ";
  return marks.length === 1 && /[\p{L}\p{N}]/u.test(after) ? marks : " ";
}
