import type { DocumentRecord } from "../domain/meta.ts";
import { foldAccents, type NormReference } from "../legal/norm-names.ts";
import { type LegalReference, parseReferences, type SumulaSource } from "../legal/references.ts";
import type { PassageStore } from "./passage-store.ts";

/** A citation in a question and the units of the index that it means: none where the index does not hold it. */
export interface ResolvedReference {
  reference: LegalReference;
  units: number[];
  /** True where the citation names its norm or court, so that no other unit than `units` can be meant. */
  precise: boolean;
}

export interface QuestionScope {
  references: ResolvedReference[];
  /** Documents that the question names (`na LGPD`, `segundo o CTN`), those of its references included. */
  documents: ReadonlySet<number>;
  /** Whether it names norms, and the index holds none of them. */
  namesMissingNorm: boolean;
  /** The question without its citations. */
  topic: string;
}

/** Finds the units and documents of the index that a question cites or names. */
export function resolveReferences(
  question: string,
  store: Pick<PassageStore, "documents" | "findUnits">,
): QuestionScope {
  const { references, norms, topic } = parseReferences(question);
  const documents = new Set(norms.flatMap((norm) => documentsOfNorm(norm, store.documents)));
  const resolved = references.map((reference) => {
    const { norm, sumula, unit } = reference;
    const sources =
      norm !== null
        ? documentsOfNorm(norm, store.documents)
        : sumula !== null
          ? documentsOfSumulas(sumula, store.documents)
          : onlyDocument(store.documents);
    const units = sources.flatMap((document) => store.findUnits(document, unit));
    return { reference, units, precise: norm !== null || (sumula !== null && sumula.court !== null) };
  });
  return {
    references: resolved,
    documents,
    namesMissingNorm: norms.length > 0 && documents.size === 0,
    topic,
  };
}

/** An article without its norm is certain only where there is one document. */
function onlyDocument(documents: readonly DocumentRecord[]): number[] {
  return documents.length === 1 ? documents.map((document) => document.id) : [];
}

/**
 * The documents that hold a norm: by kind, number and year; else by number and year alone, as `Lei 123` is often said of
 * a Lei Complementar; else by a name that the title bears.
 */
function documentsOfNorm(norm: NormReference, documents: readonly DocumentRecord[]): number[] {
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

function documentsOfSumulas(source: SumulaSource, documents: readonly DocumentRecord[]): number[] {
  return documents
    .filter((document) => document.norm?.kind === "sumulas" || bears(document.title, "sumulas"))
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
