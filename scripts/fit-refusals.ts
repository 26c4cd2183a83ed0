#!/usr/bin/env bun
/**
 * Fits the weights of `src/retrieval/strength.ts` anew, over the revision in service:
 *
 *   bun scripts/fit-refusals.ts
 *
 * Prints the weights for the revision's model and for models that were not measured, and how questions are treated in
 * five-fold cross-validation (each question by weights that were fitted without it). Never reads the
 * held-out questions.
 */
import { createQueryEmbedder, findModel } from "../src/commands/embedding-setup.ts";
import { readConfig } from "../src/config.ts";
import { chanceOf, fitLogistic, type LogisticCase } from "../src/evaluation/fit-logistic.ts";
import { readTrainingQuestions } from "../src/evaluation/refusal.ts";
import { createAnalyzer } from "../src/lexical/analyze.ts";
import { innerProduct } from "../src/retrieval/dense-units.ts";
import { sampleVectors } from "../src/retrieval/judge-evidence.ts";
import { inLegalWords } from "../src/retrieval/legal-words.ts";
import { openQuestionExamples } from "../src/retrieval/question-examples.ts";
import { resolveReferences } from "../src/retrieval/resolve-references.ts";
import { createRetriever } from "../src/retrieval/retrieve.ts";
import { CONFIDENCE_MIN, WEIGHTS, weighedNumbers } from "../src/retrieval/strength.ts";
import { type StrengthFeatures, strengthFeatures } from "../src/retrieval/strength-features.ts";
import { openRevision } from "../src/revisions/open-revision.ts";
import { openStorage } from "../src/revisions/storage.ts";

const FOLDS = 5;
/** Questions about anything else are easily told, and many. */
const EVERYDAY_OTHERS_WEIGHT = 0.5;

interface Row {
  set: string;
  answerable: boolean;
  weight: number;
  fold: number;
  features: StrengthFeatures;
}

const config = readConfig(process.env, process.cwd());
const storage = openStorage(config.storageDir);
const current = storage.current();
if (current === null) {
  process.stderr.write("no revision is in service: build one (./vade reindex) or fetch one (./vade sync)\n");
  process.exit(2);
}
const silent = () => {};
const revision = await openRevision({
  dir: storage.revisionDir(current),
  engine: config.vectorEngine,
  kernelPath: config.kernelPath,
  mend: false,
  log: { debug: silent, info: silent, warn: silent, error: silent },
});
const { vectors, lexical, passages } = revision;
const { embed_model: embedModel } = revision.manifest;
const embedder = await createQueryEmbedder(findModel(config, embedModel));
const embedQuery = (question: string) => embedder.embedQuery(question);
const retriever = createRetriever({ vectors, lexical, passages, embedModel, embedQuery });
const analyze = createAnalyzer();
const sample = sampleVectors(vectors);
const examples = openQuestionExamples({ embedModel, documents: passages.documents });

/** Null for a question that cites a place, which is answered or refused by that alone. */
async function featuresOf(question: string, example: number): Promise<StrengthFeatures | null> {
  const scope = resolveReferences(question, passages);
  if (scope.references.some(({ precise, units }) => precise || units.length > 0)) return null;
  const query = await embedQuery(question);
  const { passages: found } = await retriever.retrieve(question, { k: 5 });
  return strengthFeatures({
    question,
    scope,
    wordings: [question, inLegalWords(question) ?? question].map((text) => lexical.parse(text)),
    found,
    bestDense: vectors.search(query, 1)[0]?.score ?? null,
    // The question is an example itself.
    lead: examples?.lead(query, example) ?? 0,
    background: sample.map((vector) => innerProduct(query, vector)),
    lexical,
    documents: passages.documents,
    analyze,
  });
}

const rows: Row[] = [];
for (const [index, asked] of (await readTrainingQuestions()).entries()) {
  const { id, set, question, answerable } = asked;
  const features = await featuresOf(question, index);
  const usual = set === "everyday" && !answerable ? EVERYDAY_OTHERS_WEIGHT : 1;
  const kind = set === "training" ? `training, ${id.replace(/-\d+$/u, "")}` : set;
  if (features !== null)
    rows.push({ set: kind, answerable, weight: asked.weight ?? usual, fold: index % FOLDS, features });
}
embedder.close();
revision.close();

const print = (line: string) => process.stdout.write(`${line}\n`);
for (const scale of ["inner-product", "lift"] as const) {
  const numbersOf = ({ features }: Row) => {
    // Examples have vectors of one model alone.
    const lead = scale === "lift" ? 0 : features.lead;
    const numbers = weighedNumbers({ ...features, lead }, scale);
    return WEIGHTS.map((name) => numbers[name]);
  };
  const fit = (chosen: readonly Row[]) =>
    fitLogistic(
      chosen.map(
        (row): LogisticCase => ({ numbers: numbersOf(row), outcome: row.answerable, weight: row.weight }),
      ),
    );
  const { intercept, weights } = fit(rows);
  print(`${scale === "lift" ? "generic" : embedModel}: intercept ${intercept.toFixed(2)}`);
  print(WEIGHTS.map((name, at) => `  ${name} ${(weights[at] ?? 0).toFixed(3)}`).join("\n"));
  const isAnswered = new Map<Row, boolean>();
  for (let fold = 0; fold < FOLDS; fold++) {
    const without = fit(rows.filter((row) => row.fold !== fold));
    for (const row of rows.filter((one) => one.fold === fold)) {
      isAnswered.set(row, chanceOf(without, numbersOf(row)) >= CONFIDENCE_MIN);
    }
  }
  for (const set of new Set(rows.map((row) => row.set))) {
    for (const answerable of [true, false]) {
      const asked = rows.filter((row) => row.set === set && row.answerable === answerable);
      const right = asked.filter((row) => isAnswered.get(row) === answerable).length;
      if (asked.length > 0)
        print(
          `  ${set}: ${answerable ? "answered" : "refused"} ${right} of ${asked.length} (${(right / asked.length).toFixed(3)})`,
        );
    }
  }
}
