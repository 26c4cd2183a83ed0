import type { DocumentRecord } from "../domain/meta.ts";
import type { Analyzer } from "../lexical/analyze.ts";
import { inverseFrequency } from "../lexical/bm25.ts";
import type { LexicalIndex, QueryTerm } from "../lexical/lexical-index.ts";
import type { EvidencePassage } from "./evidence.ts";
import { isNamedElsewhere } from "./named-elsewhere.ts";
import type { QuestionScope } from "./resolve-references.ts";
import { asksForOtherThanLaw } from "./strength-kinds.ts";
import { isSubjectMissing } from "./strength-subjects.ts";

/** Best passages whose words are looked at. */
const PASSAGES = 5;
/** A longer text is a story, which mentions much by the way. */
const QUESTION_MAX_WORDS = 30;

/** What tells whether the evidence for a question is worth an answer (docs/retrieval.md says what each is good for). */
export interface StrengthFeatures {
  /** The largest inner product of a chunk with the question; 0 where there is no chunk. */
  best: number;
  /** How far that lies above the index's background, in the background's standard deviations. */
  lift: number;
  /** Share of the question's terms, weighted by idf, that the text of one of the best passages holds; in [0, 1]. */
  coverage: number;
  /** The idf of the terms that one of the best passages' units holds, as a multiple of the largest idf in this index. */
  matched: number;
  /** Share of the terms, weighted by idf, that the index holds anywhere; in [0, 1]. */
  known: number;
  /** How much nearer the question lies to examples that the index answers than to others; 0 where there are no examples. */
  lead: number;
  /** The question is about a subject whose norms the index does not hold. */
  isSubjectMissing: boolean;
  /** It asks for something by a name that the best passages do not bear. */
  isNamedElsewhere: boolean;
  /** It asks for something other than what norms say. */
  isOtherThanLaw: boolean;
}

export interface FeatureInputs {
  question: string;
  scope: Pick<QuestionScope, "documents" | "namesMissingNorm">;
  /** The question's distinct terms, and those of the question in other words; the better covered ones count. */
  wordings: readonly (readonly QueryTerm[])[];
  /** The passages found, best first. */
  found: readonly EvidencePassage[];
  bestDense: number | null;
  /** See `QuestionExamples`; 0 where there are none. */
  lead: number;
  /** What chunks that lie evenly over the index score for this question. */
  background: readonly number[];
  lexical: Pick<LexicalIndex, "parse" | "holds" | "unitCount">;
  documents: readonly DocumentRecord[];
  analyze: Analyzer;
}

export function strengthFeatures(inputs: FeatureInputs): StrengthFeatures {
  const { question, scope, wordings, bestDense, background, lexical, documents } = inputs;
  const found = inputs.found.slice(0, PASSAGES);
  const units = found.map(({ unitId }) => unitId);
  const rarest = inverseFrequency(0, lexical.unitCount);
  const texts = found.map((passage) => new Set(inputs.analyze(textOf(passage))));
  const inTexts = wordings.map((terms) =>
    Math.max(0, ...texts.map((held) => shareOf(terms, ({ term }) => held.has(term)))),
  );
  const inUnits = wordings.flatMap((terms) =>
    units.map((unit) => {
      const held = lexical.holds(terms, unit);
      return rarityOf(terms, (_, index) => held[index] === true);
    }),
  );
  const isShort = question.split(/\s+/u).filter(Boolean).length <= QUESTION_MAX_WORDS;
  const { namesMissingNorm } = scope;
  return {
    best: bestDense ?? 0,
    lift: bestDense === null ? 0 : liftAbove(bestDense, background),
    coverage: Math.max(0, ...inTexts),
    matched: Math.max(0, ...inUnits) / rarest,
    known: Math.max(0, ...wordings.map((terms) => shareOf(terms, ({ found: count }) => count > 0))),
    lead: inputs.lead,
    isSubjectMissing: isShort && scope.documents.size === 0 && isSubjectMissing(question, documents),
    isNamedElsewhere: isNamedElsewhere({ question, namesMissingNorm, lexical, rarest, units }),
    isOtherThanLaw: isShort && asksForOtherThanLaw(question),
  };
}

type Counts = (term: QueryTerm, index: number) => boolean;

/** The idf together of the terms that count. */
function rarityOf(terms: readonly QueryTerm[], counts: Counts): number {
  return terms.reduce((sum, term, index) => sum + (counts(term, index) ? term.idf : 0), 0);
}

function shareOf(terms: readonly QueryTerm[], counts: Counts): number {
  return rarityOf(terms, counts) / (rarityOf(terms, () => true) || 1);
}

/** What a reader sees of a passage, with the headings that it stands under. */
function textOf({ document, best }: EvidencePassage): string {
  return [document.title, best.path, best.rubric ?? "", best.text].join("\n");
}

/** Distance of the best score from the background's mean, in the background's standard deviations. */
function liftAbove(best: number, background: readonly number[]): number {
  if (background.length < 2) return 0;
  const mean = background.reduce((sum, score) => sum + score, 0) / background.length;
  const variance = background.reduce((sum, score) => sum + (score - mean) ** 2, 0) / background.length;
  return (best - mean) / (Math.sqrt(variance) || 1);
}
