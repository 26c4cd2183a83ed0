import type { DocumentRecord } from "../domain/meta.ts";
import { findKnownNorm } from "../legal/known-norms.ts";
import { foldAccents } from "../legal/norm-names.ts";
import { heldNorms } from "./held-norms.ts";
import { SUBJECTS } from "./strength-subject-table.ts";

interface Subject {
  /** `lei 8245`, `decreto-lei 1001`. */
  norms: ReadonlySet<string>;
  words: RegExp;
}

const COMPILED: readonly Subject[] = SUBJECTS.map(([norms, words]) => ({
  norms: new Set(norms.split(", ")),
  words: new RegExp(`(?<![a-z0-9])(?:${words})(?![a-z0-9])`, "u"),
}));

/** Documents that hold what is asked about a subject of another norm: súmulas and the constitution touch on everything. */
const TOUCHES_ON_ALL = /(?<![a-z])(?:sumula|constituicao)/u;

/**
 * Whether the question is about a subject whose norms the index does not hold. A document that is called after the
 * subject holds it; a question that names súmulas or the constitution asks those.
 */
export function isSubjectMissing(
  question: string,
  documents: readonly Pick<DocumentRecord, "title" | "norm">[],
): boolean {
  const text = foldAccents(question).toLowerCase();
  const asked = COMPILED.filter(({ words }) => words.test(text));
  if (asked.length === 0) return false;
  const titles = documents.map(({ title }) => foldAccents(title).toLowerCase());
  const place = TOUCHES_ON_ALL.exec(text)?.[0];
  if (place !== undefined && titles.some((title) => title.includes(place))) return false;
  // Where no norm is one that all know, the documents are law of their own, which governs whatever it speaks of.
  if (!documents.some(({ norm }) => norm !== null && findKnownNorm(norm) !== null)) return false;
  const held = heldNorms(documents);
  return asked.some(
    ({ norms, words }) => norms.isDisjointFrom(held) && !titles.some((title) => words.test(title)),
  );
}
