import type { DocumentFormat } from "../domain/document-text.ts";
import type { Norm } from "../domain/meta.ts";

/** A document of the index as a list shows it. */
export interface DocumentLine {
  /** As `Asker.documents` takes it. */
  path: string;
  title: string;
  format: DocumentFormat;
  /** Null where the format has no pages. */
  pages: number | null;
  /** The act that it holds, with its year; null where that is not known. */
  norm: Norm | null;
  chunks: number;
  /** Articles and súmulas. */
  units: number;
}

/** Something to choose, as an option that is typed offers it: name and value have 1 to 100 characters. */
export interface Choice {
  name: string;
  value: string;
}

/** A law or a court's súmulas that hold the unit asked for, or might have. */
export interface NamedDocument {
  path: string;
  title: string;
}

/** An article or a súmula word for word. */
export interface FoundUnit {
  document: NamedDocument;
  /** `art5`, `sumula331`. */
  unit: string;
  /** Hierarchy with the unit last: `Título II › Capítulo I › Art. 5º`. */
  path: string;
  /** `Art. 5º`, `Súmula 331`. */
  label: string;
  rubric: string | null;
  /** 1-based; null where the format has no pages. */
  pageFrom: number | null;
  pageTo: number | null;
  /** The whole unit as it stands in the document. */
  text: string;
  /**
   * The § or inciso that was asked for within it: as cited, its own text, and what it stands under (the caput), without which
   * it says little; null where none was, or it has none such.
   */
  provision: { label: string; head: string; text: string } | null;
  /** The § or inciso that was asked for and is not in the unit: `§ 9º`. */
  missingProvision: string | null;
  /** Where a reader opens the document, at the page where it has them. */
  link: string;
  /** Path of this program's page that shows the unit. */
  source: string;
}

/** What looking up an article or a súmula came to. */
export type UnitLookUp =
  /** More than one where several documents hold it, or one holds it twice. */
  | { kind: "found"; units: FoundUnit[] }
  /** The document has no such unit; `nearest` are the labels of those before and after. */
  | { kind: "no-such-unit"; documents: NamedDocument[]; label: string; nearest: string[] }
  /** No document is such a law or such a court's súmulas; `nearest` are titles that come near. */
  | { kind: "no-such-document"; asked: string; nearest: NamedDocument[] }
  /** What was asked for is neither an article nor a súmula. */
  | { kind: "not-a-unit"; asked: string };

/** Paths for `Asker.documents`, and those that are no document and no folder of one, with the nearest paths. */
export interface KnownDocuments {
  known: string[];
  unknown: { asked: string; nearest: string[] }[];
}

/** What is looked up in one revision exactly and at once: no model, no vector. */
export interface LookUps {
  /** In the order of the index, which is that of their paths. */
  documents(): DocumentLine[];
  /** Tells documents that the index holds (paths, folders that end in `/`, values of `completeDocument`) from others. */
  knownDocuments(asked: readonly string[]): KnownDocuments;
  /**
   * Finds an article or a súmula.
   * @param asked.law a value of `completeLaw`, or as one says it: `CF`, `CDC`, `Lei 13.709/2018`, `código civil`, `STJ`,
   * `vinculante`; where it is left out, `unit` says all: `art. 5º, LXXIV, da CF`, `Súmula 331 do TST`
   * @param asked.unit a value of `completeUnit`, or as one says it: `5`, `art. 5º`, `5º, LXXIV`, `58-A`, `súmula 7`
   */
  lookUp(asked: { law?: string; unit: string }): UnitLookUp;
  /** Laws (documents with articles) that fit what has been typed so far, best first; accents and case do not matter. */
  completeLaw(typed: string, limit: number): Choice[];
  /** Courts whose súmulas the index holds, in the same way. */
  completeCourt(typed: string, limit: number): Choice[];
  /** Articles or súmulas of a law (as `lookUp` takes it) whose number begins with what was typed, or that hold its words. */
  completeUnit(law: string, typed: string, limit: number): Choice[];
  /** Documents and folders of them, for `Asker.documents`. */
  completeDocument(typed: string, limit: number): Choice[];
}
