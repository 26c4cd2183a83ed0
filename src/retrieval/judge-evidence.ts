import type { DocumentRecord } from "../domain/meta.ts";
import type { Analyzer } from "../lexical/analyze.ts";
import type { LexicalIndex } from "../lexical/lexical-index.ts";
import type { VectorIndex } from "../vectors/vector-index.ts";
import { innerProduct } from "./dense-units.ts";
import type { EvidencePassage, StrengthSignals, WeakReason } from "./evidence.ts";
import { weighElsewhere } from "./nearer-elsewhere.ts";
import type { PassageStore } from "./passage-store.ts";
import { openQuestionExamples } from "./question-examples.ts";
import type { RankedUnits } from "./rank-units.ts";
import type { QuestionScope } from "./resolve-references.ts";
import { CONFIDENCE_MIN, calibrationOf, weighStrength } from "./strength.ts";
import { strengthFeatures } from "./strength-features.ts";

/** Chunks that tell what an unrelated chunk scores. */
const BACKGROUND_CHUNKS = 256;

/** What was found for a question. */
export interface FoundEvidence {
  question: string;
  whole: RankedUnits;
  found: readonly EvidencePassage[];
  /** Those that the question was asked of; null: all. */
  documents: readonly DocumentRecord[] | null;
  /** Whether the law has as a heading what the question asks for, or each of the things that it compares. */
  isNamedByLaw: boolean;
}

/**
 * Makes what tells whether the evidence of one index is worth an answer.
 * @param parts.embedModel what weak evidence looks like is known for the one that comes with the program
 */
export function createJudge(parts: {
  vectors: VectorIndex;
  lexical: LexicalIndex;
  passages: PassageStore;
  analyze: Analyzer;
  embedModel: string | undefined;
}) {
  const { vectors, lexical, passages, analyze, embedModel } = parts;
  const background = sampleVectors(vectors);
  const calibration = calibrationOf(embedModel);
  const examples = openQuestionExamples({ embedModel, documents: passages.documents });

  function judge(evidence: FoundEvidence): { signals: StrengthSignals; weakReason: WeakReason | null } {
    const { question, whole, found, documents } = evidence;
    const { scope, wordings, query, dense } = whole;
    const best = dense.units[0]?.score ?? null;
    const scores = background.map((vector) => innerProduct(query, vector));
    const features = strengthFeatures({
      question,
      scope,
      wordings,
      found,
      bestDense: best,
      lead: examples?.lead(query) ?? 0,
      background: scores,
      lexical,
      documents: documents ?? passages.documents,
      analyze,
    });
    const weighed = weighStrength(features, calibration);
    const signals =
      documents === null
        ? weighed
        : weighElsewhere(weighed, {
            best,
            bestOfAll: vectors.search(query, 1)[0]?.score ?? null,
            background: scores,
          });
    return { signals, weakReason: findWeakness({ ...evidence, scope, confidence: signals.confidence }) };
  }
  return { judge, calibration: calibration.name };
}

/** Vectors that lie evenly over the index. */
export function sampleVectors(vectors: VectorIndex): Float32Array[] {
  const size = Math.min(BACKGROUND_CHUNKS, vectors.count);
  return Array.from({ length: size }, (_, index) =>
    vectors.vector(Math.floor((index * vectors.count) / size)),
  );
}

function findWeakness(of: {
  found: readonly EvidencePassage[];
  scope: QuestionScope;
  confidence: number;
  isNamedByLaw: boolean;
}): WeakReason | null {
  const { found, scope, confidence, isNamedByLaw } = of;
  if (found.length === 0) return "nothing-found";
  if (found.some((passage) => passage.cited)) return null;
  if (scope.references.some(({ precise }) => precise)) return "reference-missing";
  return confidence < CONFIDENCE_MIN && !isNamedByLaw ? "off-topic" : null;
}
