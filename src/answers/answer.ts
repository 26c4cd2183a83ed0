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
  /** Path of the page of this program that shows the document's text at the unit: `/fonte/<revision>/<document>#<unit>`. */
  source: string;
  /** Whether what the answer says of it was found in it. */
  verified: boolean;
}

/**
 * What the check found wrong with a statement: it names no source; what it quotes stands in none; it names an article or
 * súmula that its sources do not.
 */
export type StatementFlag = "uncited" | "quote-altered" | "reference-unsupported";

/** Something that the answer says, with the numbers of the citations that bear it. */
export interface Statement {
  text: string;
  citations: number[];
  /** Whether the text stands word for word in its source, up to what `[…]` leaves out. */
  quoted: boolean;
  flags: StatementFlag[];
  /** Statements of one paragraph or list item have the same number, from 0. */
  block: number;
  /** What marks it as the beginning of a list item (`-`, `1.`), null elsewhere. */
  marker: string | null;
}

/** A passage shown where no answer can be given. */
export interface NearestPassage {
  citation: Citation;
  excerpt: string;
}

/** Why an answer is made of passages alone though a model might have written it. */
export type AnswerNotice =
  | "no-key"
  | "budget"
  | "queue-full"
  | "cooldown"
  | "provider-failed"
  | "unsupported";

/** How an answer came about. */
export interface AnswerOrigin {
  /** The language model that wrote it, null where none did. */
  model: string | null;
  promptVersion: string | null;
  /** Whether it was given before, to the same question or one that asks the same. */
  cached: boolean;
  /** From the question to the first words, and to the whole. */
  firstTokenMs: number | null;
  totalMs: number;
  costUsd: number | null;
}

/** An answer that members read. */
export interface Answer {
  mode: "model" | "extractive";
  language: Language;
  question: string;
  /** False where the documents do not answer the question: then there is nothing but `nearest`. */
  found: boolean;
  statements: Statement[];
  citations: Citation[];
  nearest: NearestPassage[];
  /** Null where a model wrote the answer, or none was needed. */
  notice: AnswerNotice | null;
  made: AnswerOrigin;
}

/** Where what an answer cites can be read. */
export interface AnswerLinks {
  /** Where a reader opens a document, at a page where it has them. */
  document(path: string, page: number | null): string;
  /** Path of the page that shows a document's text, at a unit. */
  source(path: string, unit: string | null): string;
}
