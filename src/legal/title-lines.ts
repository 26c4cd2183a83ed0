import { isShouted } from "./heading-names.ts";
import { provisionAt } from "./provisions.ts";

/** Longest line that can be a rubric or an unnumbered heading, in characters. */
const TITLE_LINE_MAX_CHARS = 160;

/** Whether a paragraph looks like a title: short, begun with a capital letter, and not ended as a sentence is. */
export function isTitleLine(text: string): boolean {
  if (text.length > TITLE_LINE_MAX_CHARS || !/^\p{Lu}/u.test(text)) return false;
  if (/[.;:,…!?]["”]?$|\.{4}|-{3}|\((NR|AC)\)$/u.test(text) || isNote(text)) return false;
  if (/^(Pena|Penas|Infra[çc][ãa]o|Penalidade|Medida administrativa)\s*[-–—]|^[IVXLC]+ \(/u.test(text))
    return false;
  return /\p{L}{4}/u.test(text) && provisionAt(text) === null;
}

/** Whether a title speaks for all that follows (`DISPOSIÇÕES GERAIS`, `Da Fiança`) rather than for one article. */
export function isGeneralTitle(text: string): boolean {
  return isShouted(text) || /^(D[aoe]s?\s+\p{Lu}|Disposi(ção|ções)\b)/u.test(text);
}

/** Whether a paragraph is nothing but notes in brackets: `(Incluído pela Lei nº 13.964, de 2019)`, `(Vide ADI 6.298)`. */
export function isNote(text: string): boolean {
  return /^(\([^()]*(\([^()]*\)[^()]*)*\)[\s.;]*|Vig[êe]ncia\s*)+$/u.test(text);
}

/** Whether a paragraph begins a part with its own numbering of articles: an annex, a regulation, another act. */
export function opensDivision(text: string): boolean {
  if (text.length > 2 * TITLE_LINE_MAX_CHARS) return false;
  return (
    /^(ANEXO|AP[ÊE]NDICE|REGULAMENTO|REGIMENTO|ESTATUTO|CONVEN[ÇC][ÃA]O|PROTOCOLO|TRATADO|ACORDO|ATO DAS DISPOSI[ÇC][ÕO]ES|C[ÓO]DIGO|CONSTITUI[ÇC][ÃA]O)(?!\p{L})/u.test(
      text,
    ) || isEpigraph(text)
  );
}

/** Whether a paragraph is the epigraph of an act: `LEI Nº 13.709, DE 14 DE AGOSTO DE 2018`. */
export function isEpigraph(text: string): boolean {
  return /^(LEI|DECRETO|MEDIDA PROVIS[ÓO]RIA|EMENDA|RESOLU[ÇC][ÃA]O|PORTARIA|INSTRU[ÇC][ÃA]O)[\p{L}\s/-]{0,40}?\s+N[º°o.]*\s*[\d.]+/u.test(
    text,
  );
}

/** Whether a paragraph closes an act: `Brasília, 14 de agosto de 2018; 197º da …`, `Este texto não substitui o …`. */
export function isClosingFormula(text: string): boolean {
  if (/^\*?\s*Este texto não substitui o publicado/iu.test(text)) return true;
  return /^(Sala das Sess[õo]es|Pal[áa]cio d[\p{L} ]{1,30}|\p{Lu}[\p{L}' ]{2,30}?)(\s?[/–-]\s?[A-Z]{2}|\s?\([A-Z]{2}\))?,\s+(em\s+)?\d{1,2}[º°ª]?\s+de\s+\p{L}+\s+de\s+(\d{4}|\d\.\d{3})/iu.test(
    text,
  );
}
