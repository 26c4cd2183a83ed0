import { findNorms } from "../../legal/find-norms.ts";
import { foldAccents } from "../../legal/norm-names.ts";
import { type LegalReference, type NormReference, parseReferences } from "../../legal/references.ts";
import { askAgain } from "./ask-again.ts";
import type { Discussion } from "./discussion.ts";
import { findDetails, type NamedDetails } from "./find-details.ts";
import { nameNeighbour } from "./name-neighbour.ts";
import { questionWords } from "./question-words.ts";
import { isSameNorm, writeNorm, writeReference } from "./write-reference.ts";

/** Room for what is added to a question. */
export const ADDED_MAX_CHARS = 240;

export interface Rewriting {
  question: string;
  /** What the conversation is about from here on. */
  subject: string;
}

/** What stands before a law's name and goes with it. */
const BEFORE_NORM =
  /(?:\s*,)?\s*(?:(?:de\s+acordo\s+com|segundo|conforme|perante|n[oa]s?|d[oa]s?|pel[oa]s?|em|de|in|under|of)\s+)?(?:[oa]s?\s+|the\s+)?$/iu;
const AT_END = /[\s?!.…]+$/u;

/**
 * Completes a question that needs the conversation before it, by what is under discussion: `e o § 2º?` by the article,
 * `o que diz o art. 7º?` by the law; `e no CDC?` asks the last question of another law; any other is given the last
 * question that was clear by itself. The question stays as it was asked, and what it means stands in brackets after it.
 * Null where nothing is known that could be added.
 */
export function rewriteByRules(question: string, discussion: Discussion): Rewriting | null {
  const neighbour = nameNeighbour(question, discussion);
  if (neighbour !== null) return complete(question, neighbour, neighbour);
  const { references, norms } = parseReferences(question);
  const again =
    norms.length + references.length > 0 ? null : askAgain(question, withoutNorms(discussion.subject));
  if (again !== null) return ofLaw(again, discussion);
  if (references[0] !== undefined) return withLaw(question, references[0], discussion);
  const details = norms.length === 0 ? findDetails(question) : null;
  if (details !== null) return withArticle(question, details, discussion);
  if (norms.length > 0 && questionWords(question).content.length === 0)
    return ofOtherLaw(question, discussion);
  const subject = norms.length > 0 ? withoutNorms(discussion.subject) : discussion.subject;
  return complete(question, shorten(subject), discussion.subject);
}

/** A question that is clear but for its law. */
function ofLaw(question: string, { norm }: Discussion): Rewriting {
  const law = norm === null ? null : writeNorm(norm);
  const asked = law === null ? question : `${question} (${law})`;
  return { question: asked, subject: asked };
}

/** An article whose law was not named is of the law under discussion, or of that of which the last answer cites it. */
function withLaw(question: string, cited: LegalReference, { norm, answered }: Discussion): Rewriting | null {
  const law = norm ?? answered.find(({ unit }) => unit === cited.unit)?.norm ?? onlyNorm(answered);
  const written = law === null ? null : writeNorm(law);
  if (written === null) return null;
  return complete(question, written, writeReference({ ...cited, norm: law }));
}

function onlyNorm(references: readonly LegalReference[]): NormReference | null {
  const norms = references.flatMap(({ norm }) => norm ?? []);
  const [first] = norms;
  return first !== undefined && norms.every((norm) => isSameNorm(norm, first)) ? first : null;
}

/** A part without its article is of the article under discussion, else of the first that the last answer cites. */
function withArticle(question: string, named: NamedDetails, discussion: Discussion): Rewriting | null {
  const base = [discussion.cited, ...discussion.answered].find((cited) => cited?.unit.startsWith("art"));
  if (base === undefined || base === null)
    return complete(question, shorten(discussion.subject), discussion.subject);
  // What is named replaces what it is of the rank of, and what stood below that.
  const { paragraph, inciso, alinea, caput } = named;
  const above = { ...base, norm: base.norm ?? discussion.norm };
  const cited: LegalReference = {
    ...above,
    paragraph: caput ? null : (paragraph ?? base.paragraph),
    inciso: inciso ?? (caput || paragraph !== null ? null : base.inciso),
    alinea: alinea ?? (caput || paragraph !== null || inciso !== null ? null : base.alinea),
  };
  const written = writeReference(cited);
  return complete(question, written, written);
}

/** The last question, with this law in the place of the one it named. */
function ofOtherLaw(question: string, { subject }: Discussion): Rewriting {
  const text = question.normalize("NFC");
  const [mention] = findNorms(foldAccents(text));
  const start = mention?.start ?? 0;
  const head = BEFORE_NORM.exec(text.slice(0, start))?.[0].replace(/^[\s,]+/u, "") ?? "";
  const law = `${head}${text.slice(start, mention?.end)}`;
  // Another law has other articles; only where the question was of nothing else does their number stay.
  const bare = questionWords(subject).content.filter(
    (word) => !/^(?:diz|dispoe|preve|fala|trata|says?)$/.test(word),
  );
  const kept = bare.length === 0 ? withoutNorms(subject) : withoutNorms(withoutArticles(subject));
  const asked = `${shorten(kept)} ${law}?`.trim();
  return { question: asked, subject: asked };
}

function complete(question: string, added: string, subject: string): Rewriting | null {
  return added === "" ? null : { question: `${question.trim()} (${added})`, subject };
}

function withoutNorms(text: string): string {
  const composed = text.normalize("NFC");
  return cut(composed, findNorms(foldAccents(composed)));
}

/** `do art. 26`, `no artigo 49, § 1º,`: with the word before. */
function withoutArticles(text: string): string {
  const ARTICLE =
    /(?:\b[nd]?[oa]s?\s+)?\bart(?:igo)?s?\b\.?\s*\d[\d.]*(?:[ºo°]|-[a-z]\b)?(?:\s*,?\s*(?:§+\s*\d+[ºo°]?|par[aá]grafo\s+[uú]nico|inciso\s+[ivxlc]+|caput))*,?\s*/giu;
  return text.normalize("NFC").replace(ARTICLE, "").replace(/\s+/gu, " ").trim();
}

function cut(text: string, spans: readonly { start: number; end: number }[]): string {
  let kept = text;
  for (const { start, end } of spans.toReversed())
    kept = `${kept.slice(0, start).replace(BEFORE_NORM, "")}${kept.slice(end)}`;
  return kept.replace(/\s+/gu, " ").replace(AT_END, "").trim();
}

/** As much of a text as there is room for, in whole words, without the marks at its end. */
function shorten(text: string): string {
  const line = text.replace(/\s+/gu, " ").trim();
  const fitting =
    line.length <= ADDED_MAX_CHARS ? line : line.slice(0, ADDED_MAX_CHARS).replace(/\s+\S*$/u, "");
  return fitting.toWellFormed().replace(AT_END, "");
}
