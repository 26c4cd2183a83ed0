import { parseRoman } from "../domain/roman-numerals.ts";

/** Abbreviations that keep their capitals in a name printed in capitals throughout. */
const ABBREVIATIONS = new Set(
  "OAB STF STJ TST TSE STM TCU TNU TRF TRT TRE CNJ CNMP CLT CF CC CPC CP CPP CTB CTN CDC ECA LGPD ADCT FGTS INSS SUS SUAS ICMS ISS IPI IOF PIS COFINS CSLL IRPJ DF MP LC EC AGU MPU MPF ANPD ANP ANTT DNA RG CPF CNPJ".split(
    " ",
  ),
);

/** Words that stay small within a name and cannot end one. */
const SMALL_WORDS = new Set(
  "a à ao aos as às o os e ou de da do das dos d em na no nas nos num numa por para pela pelo pelas pelos com sem sob sobre entre contra que se até".split(
    " ",
  ),
);

/**
 * A heading as a citation shows it. Capital letters throughout (`DOS CRIMES CONTRA A VIDA`) become `Dos Crimes contra a
 * Vida`, which also costs the embedding model half the tokens; anything else stays as printed.
 */
export function formatHeadingName(text: string): string {
  const name = text
    .replace(/\s+/g, " ")
    .replace(/[\s.:;–—-]+$/u, "")
    .trim();
  if (!isShouted(name)) return capitalise(name);
  let first = true;
  return name.toLowerCase().replace(/[\p{L}\p{M}\d]+/gu, (word, at: number) => {
    const keepSmall = !first && SMALL_WORDS.has(word);
    first = false;
    if (keepSmall) return word;
    const printed = name.slice(at, at + word.length);
    if (ABBREVIATIONS.has(printed) || (/^[IVXLC]{2,}$/.test(printed) && parseRoman(printed) !== null))
      return printed;
    return capitalise(word);
  });
}

/** A capital in front, but for letters whose capital is another word's spelling (`ﬁ` would become `FI`). */
function capitalise(text: string): string {
  const capital = text.charAt(0).toUpperCase();
  return capital.length === 1 ? capital + text.slice(1) : text;
}

/** A name without capitals of its own (a file's) with known abbreviations in capitals: `lei 13709 lgpd`, `Lei 13709 LGPD`. */
export function capitaliseAbbreviations(text: string): string {
  const name = text.replace(/[\p{L}]+/gu, (word) =>
    ABBREVIATIONS.has(word.toUpperCase()) ? word.toUpperCase() : word,
  );
  return capitalise(name);
}

/** Whether a text is printed in capital letters (lower-case letters are rare slips such as `TíTULO`). */
export function isShouted(text: string): boolean {
  const letters = text.match(/\p{L}/gu) ?? [];
  if (letters.length < 2) return false;
  return letters.filter((letter) => letter !== letter.toLowerCase()).length >= 0.8 * letters.length;
}

/** The text cut at a word so that it has at most `maxChars` characters, `…` at its end where something is missing. */
export function shorten(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const cut = text.slice(0, maxChars).replace(/\s+\S*$/u, "");
  return `${cut.replace(/[\s,;:–—-]+$/u, "").replace(/[\ud800-\udbff]$/, "")}…`;
}

/** Whether a printed name cannot end here: its last word or comma leads on (`DOS ATOS LESIVOS À`). */
export function endsUnfinished(name: string): boolean {
  const last = /(\p{L}+)$/u.exec(name)?.[1];
  return name.endsWith(",") || (last !== undefined && SMALL_WORDS.has(last.toLowerCase()));
}

/** Whether a line goes on with what the one above began: `POR FUNCIONÁRIO PÚBLICO`, `e de seus Efeitos`. */
export function beginsAsContinuation(line: string): boolean {
  if (/^\p{Ll}/u.test(line)) return true;
  return isShouted(line) && /^(E|OU|POR|EM|NO|NA|COM|CONTRA|PARA|QUE|SEM|SOBRE|À|ÀS|AO|AOS)\s/u.test(line);
}
