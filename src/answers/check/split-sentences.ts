import { leadingMarksLength } from "./citation-marks.ts";
import { findQuotationSpans } from "./quotation-spans.ts";

/** The end of a sentence, with what closes it; the citation marks after it are its own. */
const END = /[.!?…]+["”’»)\]]*(?=\s|\[\d|$)/gu;
/** A dot after these ends nothing. */
const ABBREVIATION =
  /(?:^|[^\p{L}\p{N}])(?:arts?|n|nos?|nº|incs?|pars?|al|fls?|p|pp|s|cf|ex|v|vs|dr|dra|sr|sra|des|min|prof|obs|etc|cap|tít|súm|ed|vol|par[áa]grafo [úu]nico|\d{1,3}(?:-[a-z])?[ºo°]?|[ivxlc]{1,6}|[a-z])\.$/iu;
const CITED = /\d\s*[\]】]\s*$/u;
const BEGINS = /^\s*(?:["“«(‘'[]+[\p{L}\p{N}§]|[\p{Lu}\p{N}§])/u;

/** Cuts a paragraph into its sentences, each with the citation marks behind it; never within a quotation. */
export function splitSentences(text: string): string[] {
  const spans = findQuotationSpans(text);
  const sentences: string[] = [];
  let from = 0;
  for (const { 0: mark, index } of text.matchAll(END)) {
    const end = index + mark.length;
    if (end <= from || spans.some((span) => span.start < index && end < span.end)) continue;
    if (ABBREVIATION.test(text.slice(Math.max(from, index - 18), index + 1)) && mark.startsWith(".")) {
      if (!/["”»]/.test(mark)) continue;
    }
    const marks = leadingMarksLength(text.slice(end));
    const rest = text.slice(end + marks);
    // Behind a citation a sentence has ended, however the next one begins.
    const isCited = marks > 0 || CITED.test(text.slice(from, index));
    if (rest.trim() !== "" && !isCited && !BEGINS.test(rest)) continue;
    sentences.push(text.slice(from, end + marks).trim());
    from = end + marks;
  }
  sentences.push(text.slice(from).trim());
  return sentences.filter((sentence) => sentence !== "");
}
