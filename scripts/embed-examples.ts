#!/usr/bin/env bun
/**
 * Writes `src/retrieval/question-examples.json`: the vectors of the training questions, by which others are told to be
 * answered or not. Run it when the questions change, and `bun scripts/fit-refusals.ts` after it.
 *
 *   bun scripts/embed-examples.ts
 */
import { join } from "node:path";
import { createQueryEmbedder, findModel } from "../src/commands/embedding-setup.ts";
import { readConfig } from "../src/config.ts";
import { readTrainingQuestions } from "../src/evaluation/refusal.ts";
import type { StoredExamples } from "../src/retrieval/question-examples.ts";

const MODEL = "e5-small-pt";
/** No number of a vector of this model is above a third. */
const SCALE = 127 * 3;

const questions = await readTrainingQuestions();
const embedder = await createQueryEmbedder(findModel(readConfig(process.env, process.cwd()), MODEL));
const bytes = new Int8Array(questions.length * embedder.dim);
for (const [index, { question }] of questions.entries()) {
  const vector = await embedder.embedQuery(question);
  for (const [at, number] of vector.entries()) {
    bytes[index * embedder.dim + at] = Math.max(-127, Math.min(127, Math.round(number * SCALE)));
  }
}
embedder.close();
const examples: StoredExamples = {
  model: MODEL,
  dim: embedder.dim,
  scale: SCALE,
  norms: questions.map(({ norms }) => norms),
  vectors: Buffer.from(bytes.buffer).toString("base64"),
};
const file = join(import.meta.dir, "..", "src", "retrieval", "question-examples.json");
await Bun.write(file, `${JSON.stringify(examples)}\n`);
process.stdout.write(`${questions.length} examples, ${Bun.file(file).size} bytes: ${file}\n`);
