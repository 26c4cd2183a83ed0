import { type Language, message } from "../domain/messages.ts";
import type { LegalReference } from "../legal/references.ts";
import type { Evidence, EvidencePassage } from "../retrieval/evidence.ts";
import { joinTexts } from "../retrieval/passage-schema.ts";
import type { Passage } from "../retrieval/passage-store.ts";
import type { Answer, AnswerLinks, Citation, NearestPassage, Statement } from "./answer.ts";
import { chooseUnits } from "./choose-units.ts";
import { type CitedPart, findMissingPart, type MissingPart } from "./cited-segment.ts";
import { writePart, writeReference } from "./follow-up/write-reference.ts";
import { cutQuoteSegments } from "./quote-segments.ts";
import { type QuoteSelection, selectQuotes } from "./select-quotes.ts";

/** Room for the quotes of the best unit and of the ones after it, and for the excerpt of one that does not answer. */
const BEST_UNIT_MAX_CHARS = 900;
const FURTHER_UNIT_MAX_CHARS = 450;
const EXCERPT_MAX_CHARS = 240;
/** Room where the question cites a provision: that is given whole, and few are longer. */
const CITED_PART_MAX_CHARS = 1800;

const MAX_NEAREST = 3;
/** Stands where words of the source are left out. */
const OMISSION = " […]";

export interface ExtractAnswerOptions {
  evidence: Evidence;
  language: Language;
  /** The question's terms with their weights, and how they were taken from it. */
  terms: ReadonlyMap<string, number>;
  analyze(text: string): readonly string[];
  /** All chunks of a unit, in order. */
  loadUnit(unitId: number): readonly Passage[];
  links: AnswerLinks;
  /** Milliseconds, for how long it took; the evidence's own time is added. */
  now?: () => number;
}

/**
 * An answer made only of words of the documents: the decisive parts of the best units, each with its citation. Where the
 * evidence is weak it is the refusal with the nearest passages.
 */
export function extractAnswer(options: ExtractAnswerOptions): Answer {
  const { evidence, language, now = () => performance.now() } = options;
  const startedMs = now();
  const { question, passages } = evidence;
  const finish = (parts: Pick<Answer, "found" | "statements" | "citations" | "nearest">): Answer => ({
    mode: "extractive",
    language,
    question,
    ...parts,
    notice: null,
    made: {
      model: null,
      promptVersion: null,
      cached: false,
      firstTokenMs: null,
      totalMs: evidence.timings.totalMs + now() - startedMs,
      costUsd: null,
    },
  });
  if (evidence.strength === "weak") {
    const nearest = passages.slice(0, MAX_NEAREST).map((passage, i) => toNearest(passage, i + 1, options));
    return finish({ found: false, statements: [], citations: [], nearest });
  }
  const statements: Statement[] = [];
  const citations: Citation[] = [];
  for (const [i, passage] of chooseUnits(evidence).entries()) {
    const unit = options.loadUnit(passage.unitId);
    const references = passage.cited ? referencesTo(evidence, passage.unitId) : [];
    const missing = references.flatMap((reference) => missingOf(unit, reference) ?? []);
    const held = references.map((reference) => missingOf(unit, reference)?.held ?? reference);
    const usual = i === 0 ? BEST_UNIT_MAX_CHARS : FURTHER_UNIT_MAX_CHARS;
    const quotes = quoteUnit({
      unit,
      cited: held,
      maxChars: held.some(citesPart) ? CITED_PART_MAX_CHARS : usual,
      // Of an article that lacks what was asked for no part is nearer to it than another.
      options: missing.length > 0 && !held.some(citesPart) ? { ...options, terms: new Map() } : options,
    });
    const number = i + 1;
    for (const part of missing) {
      const text = sayMissing(part, passage.document.title, language);
      statements.push({ text, citations: [number], quoted: false, flags: [], block: i, marker: null });
    }
    const text = joinQuotes(quotes);
    statements.push({ text, citations: [number], quoted: true, flags: [], block: i, marker: null });
    citations.push(toCitation({ passage, number, quoted: quotedChunks(unit, quotes), links: options.links }));
  }
  return finish({ found: true, statements, citations, nearest: [] });
}

/** Whether a question cites a part of an article that the article does not have. */
export function citesMissingPart(
  evidence: Evidence,
  loadUnit: (unitId: number) => readonly Passage[],
): boolean {
  return evidence.passages
    .filter(({ cited }) => cited)
    .some(({ unitId }) =>
      referencesTo(evidence, unitId).some((reference) => missingOf(loadUnit(unitId), reference) !== null),
    );
}

interface MissingOfArticle extends MissingPart {
  reference: LegalReference;
}

function missingOf(unit: readonly Passage[], reference: LegalReference): MissingOfArticle | null {
  if (!citesPart(reference)) return null;
  const missing = findMissingPart(cutQuoteSegments(joinTexts(unit)), reference);
  return missing && { ...missing, reference };
}

/** That an article does not have what was asked for: a reader must not take what is quoted of it for that. */
function sayMissing(
  { reference, held, heldSegment, missing }: MissingOfArticle,
  title: string,
  language: Language,
): string {
  const article = writeReference({ ...reference, ...held, norm: null });
  const place = heldSegment === null ? article : `${article},`;
  return message(language, "partMissing", { document: title, place, part: writePart(missing) });
}

/** All that the question cites of a unit. */
function referencesTo(evidence: Evidence, unitId: number): LegalReference[] {
  return evidence.references
    .filter(({ unitIds }) => unitIds.includes(unitId))
    .map(({ reference }) => reference);
}

function citesPart({ paragraph, inciso, alinea }: CitedPart): boolean {
  return (paragraph ?? inciso ?? alinea) !== null;
}

function quoteUnit(source: {
  unit: readonly Passage[];
  cited: readonly CitedPart[];
  maxChars: number;
  options: ExtractAnswerOptions;
}): QuoteSelection {
  const { cited, maxChars, options } = source;
  const text = joinTexts(source.unit);
  return selectQuotes({ text, terms: options.terms, analyze: options.analyze, cited, maxChars });
}

function joinQuotes({ quotes, gapAfter }: QuoteSelection): string {
  const joined = quotes.map(({ text, gapBefore }, i) => {
    if (i === 0) return gapBefore ? `${OMISSION.trim()} ${text}` : text;
    return gapBefore ? `${OMISSION} ${text}` : `\n${text}`;
  });
  return joined.join("") + (gapAfter ? OMISSION : "");
}

/** The chunks in which the quotes stand, for their pages. */
function quotedChunks(unit: readonly Passage[], { quotes }: QuoteSelection): readonly Passage[] {
  const holding = unit.filter((passage) => quotes.some((quote) => passage.text.includes(quote.text)));
  return holding.length > 0 ? holding : unit;
}

function toCitation(options: {
  passage: EvidencePassage;
  number: number;
  quoted: readonly Passage[];
  links: AnswerLinks;
}): Citation {
  const { passage, number, quoted, links } = options;
  const { document, best } = passage;
  const pageFrom = quoted[0]?.page_from ?? null;
  return {
    number,
    document: { path: document.path, title: document.title },
    unit: passage.unit,
    path: best.path,
    rubric: best.rubric,
    pageFrom,
    pageTo: quoted.at(-1)?.page_to ?? null,
    // The best chunk holds what was asked for; the quotes may begin pages earlier, with the head of a long article.
    link: links.document(document.path, quoted.some(({ id }) => id === best.id) ? best.page_from : pageFrom),
    source: links.source(document.path, passage.unit),
    verified: true,
  };
}

function toNearest(passage: EvidencePassage, number: number, options: ExtractAnswerOptions): NearestPassage {
  const quotes = quoteUnit({ unit: [passage.best], cited: [], maxChars: EXCERPT_MAX_CHARS, options });
  const citation = toCitation({ passage, number, quoted: [passage.best], links: options.links });
  return { citation, excerpt: joinQuotes(quotes) };
}
