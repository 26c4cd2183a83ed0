import { parseDottedInteger } from "./numerals.ts";

/** The head of a súmula found at the start of a text. */
export interface SumulaHead {
  number: number;
  /** Whether it is a súmula vinculante. */
  binding: boolean;
  /** The court as an abbreviation (`STF`, `TNU`), null where the head names none. */
  court: string | null;
  /** Number of UTF-16 units from the start of the text to the súmula's own words. */
  length: number;
}

const COURT_NAMES: Readonly<Record<string, string>> = {
  "supremo tribunal federal": "STF",
  "superior tribunal de justiça": "STJ",
  "tribunal superior do trabalho": "TST",
  "tribunal superior eleitoral": "TSE",
  "superior tribunal militar": "STM",
  "tribunal de contas da união": "TCU",
  "turma nacional de uniformização": "TNU",
};
const COURT = `(?:${Object.keys(COURT_NAMES).join("|")}|(?-i:[A-Z]{2,5}(?:-?\\d{1,2})?(?![\\p{L}\\d])))`;

const HEAD = new RegExp(
  String.raw`^\s*(?:enunciado da\s+)?s[úu]mula(?<binding>\s+vinculante)?` +
    String.raw`(?:\s+(?:d[oa]\s+)?(?<courtBefore>${COURT}))?` +
    String.raw`\s*(?:n(?:[.º°o]|ú|u)*(?:mero)?\.?\s*)?(?<number>\d{1,3}(?:\.\d{3})|\d{1,4})(?!\d|\.\d|/\d)` +
    String.raw`(?<courtPart>\s*(?:[-–—/,]\s*|\(\s*)?(?:d[oae]\s+)?(?<courtAfter>${COURT})\)?)?` +
    String.raw`(?<separator>[\s.:–—-]*)`,
  "iu",
);

/**
 * The head of a súmula at the start of a text: `Súmula 1 - STF`, `Súmula 1 da TNU`, `SÚMULA Nº 331 DO TST`,
 * `Súmula Vinculante 11`, `Súmula n. 7/STJ`, alone or followed by the súmula's words.
 * Null for a mention within a sentence, such as `Súmula 331 do TST prevê`.
 */
export function parseSumulaHead(text: string): SumulaHead | null {
  const match = HEAD.exec(text);
  if (match?.groups === undefined) return null;
  const number = parseDottedInteger(match.groups["number"] ?? "");
  if (number === null || number === 0) return null;
  const rest = text.slice(match[0].length);
  const separated = /[.:–—-]/.test(match.groups["separator"] ?? "");
  if (rest !== "" && !(separated && /^["“(«]?[\p{Lu}\d]/u.test(rest))) return null;
  const court = match.groups["courtAfter"] ?? match.groups["courtBefore"];
  return {
    number,
    binding: match.groups["binding"] !== undefined,
    court: court === undefined ? null : (COURT_NAMES[court.toLowerCase()] ?? court),
    length: match[0].length,
  };
}

/** The unit name of a súmula in the index: `sumula331`. */
export function sumulaUnit(number: number): string {
  return `sumula${number}`;
}

/** How a citation names a súmula: `Súmula 331`, `Súmula Vinculante 11`. */
export function formatSumula(head: Pick<SumulaHead, "number" | "binding">): string {
  return `Súmula ${head.binding ? "Vinculante " : ""}${head.number}`;
}

/** As `formatSumula`, with the court where the head names one: `Súmula 331 do TST`, `Súmula 7 da TNU`. */
export function formatSumulaOfCourt(head: Pick<SumulaHead, "number" | "binding" | "court">): string {
  if (head.court === null) return formatSumula(head);
  return `${formatSumula(head)} ${head.court === "TNU" ? "da" : "do"} ${head.court}`;
}
