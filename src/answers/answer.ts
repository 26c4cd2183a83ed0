import type { Language } from "../domain/messages.ts";

/** A place in a document that an answer rests on. */
export interface Citation {
  /** As the answer names it: `[1]`. */
  number: number;
  document: { path: string; title: string };
  /** `art5`, `sumula7`; null outside any unit. */
  unit: string | null;
  /** Hierarchy with the unit last: `Título I › Capítulo I › Art. 5º`. */
  path: string;
  rubric: string | null;
  /** 1-based; null where the format has no pages. */
  pageFrom: number | null;
  pageTo: number | null;
  /** Where a reader opens the document, at the page where the format has one. */
  link: string;
}

/** Something that the answer says, with the numbers of the citations that bear it. */
export interface Statement {
  text: string;
  citations: number[];
  /** Whether the text stands word for word in its source, up to what `[…]` leaves out. */
  quoted: boolean;
}

/** A passage shown where no answer can be given. */
export interface NearestPassage {
  citation: Citation;
  excerpt: string;
}

/** An answer that members read. */
export interface Answer {
  mode: "extractive";
  language: Language;
  question: string;
  /** False where the documents do not answer the question: then there is nothing but `nearest`. */
  found: boolean;
  statements: Statement[];
  citations: Citation[];
  nearest: NearestPassage[];
}
