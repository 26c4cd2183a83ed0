import type { DocumentRecord } from "../domain/meta.ts";
import { findNorms } from "../legal/find-norms.ts";
import { findSumulas, type SumulaSource } from "../legal/find-sumulas.ts";
import { foldAccents, type NormReference } from "../legal/norm-names.ts";

/** A court's name in full is no longer, without the small words. */
const COURT_MAX_WORDS = 4;

/**
 * The documents that hold a norm: by kind, number and year; else by number and year alone, as `Lei 123` is often said of
 * a Lei Complementar; else by a name that the title bears.
 */
export function documentsOfNorm(norm: NormReference, documents: readonly DocumentRecord[]): number[] {
  const ids = (found: readonly DocumentRecord[]): number[] => found.map((document) => document.id);
  if (norm.number !== null || norm.kind === "constituicao") {
    const sameNumber = documents.filter(
      (document) =>
        document.norm !== null &&
        document.norm.number === norm.number &&
        (norm.number !== null || document.norm.kind === norm.kind) &&
        (norm.year === null || document.norm.year === null || document.norm.year === norm.year),
    );
    const sameKind = sameNumber.filter((document) => document.norm?.kind === norm.kind);
    if (sameKind.length > 0) return ids(sameKind);
    if (sameNumber.length > 0) return ids(sameNumber);
  }
  return ids(documents.filter((document) => norm.names.some((name) => bears(document.title, name))));
}

/** The documents that hold a court's súmulas, the binding ones or the others; all courts' where none is named. */
export function documentsOfSumulas(source: SumulaSource, documents: readonly DocumentRecord[]): number[] {
  return documents
    .filter(holdsSumulas)
    .filter(
      (document) => isBinding(document) === source.binding || (source.court === null && !source.binding),
    )
    .filter(
      (document) =>
        source.court === null || courtNames(source.court).some((name) => bears(document.title, name)),
    )
    .map((document) => document.id);
}

function isBinding(document: DocumentRecord): boolean {
  return bears(document.title, "vinculantes") || bears(document.title, "vinculante");
}

function courtNames(court: string): string[] {
  const inFull: Record<string, string> = {
    STF: "supremo tribunal federal",
    STJ: "superior tribunal de justica",
    TST: "tribunal superior do trabalho",
    TSE: "tribunal superior eleitoral",
    TNU: "turma nacional de uniformizacao",
  };
  const name = inFull[court];
  return name === undefined ? [court.toLowerCase()] : [court.toLowerCase(), name];
}

/** Whether a title holds a name (folded, lower case) as whole words. */
function bears(title: string, name: string): boolean {
  const words = ` ${foldAccents(title)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")} `;
  return words.includes(` ${name} `);
}

/** Whether a document holds súmulas, and not articles. */
export function holdsSumulas(document: DocumentRecord): boolean {
  return document.norm?.kind === "sumulas" || bears(document.title, "sumulas");
}

/**
 * The documents that somebody means who names nothing else: a law by name, abbreviation or number (`CDC`, `código civil`,
 * `Lei 13.709/2018`, `8078`), or a court for its súmulas (`STJ`, `vinculantes`). Empty where the index has none such.
 */
export function documentsNamed(name: string, documents: readonly DocumentRecord[]): number[] {
  const folded = foldAccents(name).trim();
  const court = courtOf(folded);
  if (court !== null) return documentsOfSumulas(court, documents);
  const bare = /^\d{2,6}$/.test(folded) ? [{ kind: null, number: folded, year: null, names: [] }] : [];
  const norms = [...findNorms(folded).map(({ norm }) => norm), ...bare];
  return [...new Set(norms.flatMap((norm) => documentsOfNorm(norm, documents)))];
}

/** `STJ`, `súmulas do STJ`, `vinculante`, `SV`: the court whose súmulas are meant, null where none is. */
function courtOf(folded: string): SumulaSource | null {
  const isBinding = /\bvinculantes?\b|^sv$/i.test(folded);
  const rest = folded.replace(/\b(?:sumulas?|vinculantes?|sv|d[aeo]s?|tribunal)\b/gi, "").trim();
  const sumula = findSumulas(`sumula ${isBinding ? "vinculante " : ""}1 do ${folded}`)[0]?.sumula ?? null;
  if (sumula === null || (sumula.court === null && !isBinding)) return null;
  return isBinding || rest.split(/\s+/).length <= COURT_MAX_WORDS ? sumula : null;
}
