import type { DocumentRecord } from "../domain/meta.ts";
import { type LegalReference, parseReferences } from "../legal/references.ts";
import { documentsOfNorm, documentsOfSumulas } from "./named-documents.ts";
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
