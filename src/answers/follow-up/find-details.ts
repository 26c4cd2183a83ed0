import { parseRoman } from "../../domain/roman-numerals.ts";
import { type LegalReference, parseReferences } from "../../legal/references.ts";

/** What of an article a question names, whichever article that is. */
export type NamedDetails = Pick<LegalReference, "paragraph" | "inciso" | "alinea"> & { caput: boolean };

const PARAGRAPH = /(?:§+|\bpar(?:agrafo|\.))\s*(unico\b|\d{1,3}(?:[ºo°]?-[a-z]\b)?)/i;
const NAMED_INCISO = /\binc(?:iso)?s?\b\.?\s*([ivxlc]+)\b/i;
/** In capitals only: `vi`, `di` and `mil` are words. */
const BARE_INCISO = /\b([IVXLC]+)\b/g;
const ALINEA = /\b(?:al(?:inea|\.)|letra)\s*["'“”‘’]?([a-z])\b/i;
const CAPUT = /\bcaput\b/i;
/** No inciso goes beyond CXCIX. */
const MAX_INCISO = 199;

/** The paragraph, inciso and alínea that a question names without their article (`e o § 2º?`), null where it names none. */
export function findDetails(question: string): NamedDetails | null {
  // Without the names of laws, of which some look like numerals (`CC`).
  const { topic } = parseReferences(question);
  const paragraph = PARAGRAPH.exec(topic)?.[1]?.toLowerCase() ?? null;
  const inciso = (NAMED_INCISO.exec(topic)?.[1] ?? bareInciso(topic))?.toUpperCase() ?? null;
  const alinea = ALINEA.exec(topic)?.[1]?.toLowerCase() ?? null;
  const caput = CAPUT.test(topic);
  if (paragraph === null && inciso === null && alinea === null && !caput) return null;
  return {
    paragraph: paragraph === "unico" ? "único" : paragraph && numberOf(paragraph),
    inciso,
    alinea,
    caput,
  };
}

/** `02o-a` is `2-A`. */
function numberOf(paragraph: string): string {
  return paragraph.replace(/^0+(?=\d)|[ºo°]/g, "").toUpperCase();
}

function bareInciso(topic: string): string | null {
  // A text all in capitals has no numerals that can be told from its words.
  if (topic === topic.toUpperCase() && /\p{L}{3}/u.test(topic)) return null;
  const found = [...topic.matchAll(BARE_INCISO)].map((match) => match[1] ?? "");
  return found.find((written) => (parseRoman(written) ?? Number.POSITIVE_INFINITY) <= MAX_INCISO) ?? null;
}
