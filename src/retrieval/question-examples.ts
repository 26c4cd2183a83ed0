import { z } from "zod";
import type { DocumentRecord } from "../domain/meta.ts";
import { heldNorms } from "./held-norms.ts";
import stored from "./question-examples.json";

/** Of either sort so many examples are looked at, the nearest: among fewer examples the nearest are farther. */
const NEIGHBOURS_SHARE = 1 / 80;
/** Fewer than this of either sort tell nothing. */
const EXAMPLES_MIN = 20;

/**
 * Questions as people ask them, by their vectors (of one model, a byte a number: `value / scale`) and the norms each of
 * which answers them; none for questions that no norm answers. Made by `bun scripts/embed-examples.ts`.
 */
export const StoredExamplesSchema = z.object({
  model: z.string(),
  dim: z.number().int().positive(),
  scale: z.number().positive(),
  norms: z.array(z.array(z.string())),
  vectors: z.base64(),
});
export type StoredExamples = z.infer<typeof StoredExamplesSchema>;

export interface QuestionExamples {
  /**
   * How much nearer a question lies to examples that the index answers than to those it does not: the difference of the
   * mean inner products of the nearest eightieth of each. `except` is an example to leave out.
   */
  lead(query: Float32Array, except?: number): number;
}

/**
 * The examples as the documents of an index answer them; null where they are of another model than the index, or where
 * the index answers next to none or next to all of them: they tell nothing about it then.
 */
export function openQuestionExamples(options: {
  embedModel: string | undefined;
  documents: readonly Pick<DocumentRecord, "norm">[];
  examples?: StoredExamples;
}): QuestionExamples | null {
  const { model, dim, scale, norms, vectors } = options.examples ?? StoredExamplesSchema.parse(stored);
  if (model !== options.embedModel) return null;
  const held = heldNorms(options.documents);
  const answered = norms.map((any) => any.some((norm) => held.has(norm)));
  const count = answered.filter(Boolean).length;
  if (Math.min(count, norms.length - count) < EXAMPLES_MIN) return null;
  const numbers = new Int8Array(Buffer.from(vectors, "base64"));
  return {
    lead: (query, except) => {
      const near: Record<"answered" | "other", number[]> = { answered: [], other: [] };
      for (const [example, isAnswered] of answered.entries()) {
        if (example === except) continue;
        let sum = 0;
        for (let at = 0; at < dim; at++) sum += (query[at] ?? 0) * (numbers[example * dim + at] ?? 0);
        near[isAnswered ? "answered" : "other"].push(sum / scale);
      }
      return meanOfLargest(near.answered) - meanOfLargest(near.other);
    },
  };
}

function meanOfLargest(scores: readonly number[]): number {
  const count = Math.max(1, Math.round(scores.length * NEIGHBOURS_SHARE));
  const largest = [...scores].sort((a, b) => b - a).slice(0, count);
  return largest.reduce((sum, score) => sum + score, 0) / count;
}
