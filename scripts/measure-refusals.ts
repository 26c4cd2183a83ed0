#!/usr/bin/env bun
/**
 * How everyday questions are answered and others refused, over the revision in service:
 *
 *   bun scripts/measure-refusals.ts --codes CODES.json [--legal QUESTIONS.jsonl …] [--other QUESTIONS.jsonl …]
 *
 * CODES.json gives each document's code (see `eval`); each further set is told as the share that is answered (legal) or
 * refused (other). Ends with the questions of the everyday set that went wrong.
 */
import { parseArgs } from "node:util";
import { createQueryEmbedder, findModel } from "../src/commands/embedding-setup.ts";
import { readConfig } from "../src/config.ts";
import { evaluate, type Rank } from "../src/evaluation/evaluate.ts";
import { goldId, readCodes, readQuestions } from "../src/evaluation/question-sets.ts";
import {
  EVERYDAY_QUESTIONS_FILE,
  evaluateRefusal,
  NEAR_MISSES_FILE,
  readRefusalQuestions,
} from "../src/evaluation/refusal.ts";
import { placesOf } from "../src/retrieval/evidence.ts";
import { createRetriever } from "../src/retrieval/retrieve.ts";
import { openRevision } from "../src/revisions/open-revision.ts";
import { openStorage } from "../src/revisions/storage.ts";

const { values } = parseArgs({
  options: {
    codes: { type: "string" },
    legal: { type: "string", multiple: true, default: [] },
    other: { type: "string", multiple: true, default: [] },
  },
});
const config = readConfig(process.env, process.cwd());
const storage = openStorage(config.storageDir);
const current = storage.current();
if (values.codes === undefined || current === null) {
  process.stderr.write(
    "usage: bun scripts/measure-refusals.ts --codes CODES.json, with a revision in service\n",
  );
  process.exit(2);
}
const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: silent };
const revision = await openRevision({
  dir: storage.revisionDir(current),
  engine: config.vectorEngine,
  kernelPath: config.kernelPath,
  mend: false,
  log,
});
const { embed_model: embedModel } = revision.manifest;
const embedder = await createQueryEmbedder(findModel(config, embedModel));
const { vectors, lexical, passages } = revision;
const embedQuery = (question: string) => embedder.embedQuery(question);
const retriever = createRetriever({ vectors, lexical, passages, embedModel, embedQuery });

const codes = await readCodes(values.codes);
const rank: Rank = async (question) =>
  placesOf(await retriever.retrieve(question, { k: 10 })).flatMap(({ document, unit }) => {
    const code = codes.get(document.path);
    return code !== undefined && unit !== null ? [goldId(code, unit)] : [];
  });
const isStrong = async (question: string) =>
  (await retriever.retrieve(question, { k: 5 })).strength === "strong";

const questions = await readQuestions({ queries: EVERYDAY_QUESTIONS_FILE, gain: "binary" });
const { figures } = await evaluate({ questions, rank });
const everyday = await evaluateRefusal(await readRefusalQuestions(EVERYDAY_QUESTIONS_FILE), isStrong);
const print = (line: string) => process.stdout.write(`${line}\n`);
print(`calibration ${retriever.calibration}; everyday questions with an answer: ${everyday.answerable}`);
print(
  `nDCG@10 ${figures.ndcg10.toFixed(3)}, hit@10 ${figures.hit10.toFixed(3)}, hit@1 ${figures.hit1.toFixed(3)}`,
);
print(
  `answered ${everyday.answered.toFixed(3)}; of ${everyday.unanswerable} others refused ${everyday.refused.toFixed(3)}`,
);
const nearMisses = await evaluateRefusal(await readRefusalQuestions(NEAR_MISSES_FILE), isStrong);
print(`of ${nearMisses.unanswerable} near misses refused ${nearMisses.refused.toFixed(3)}`);
for (const [files, name] of [[values.legal, "answered"] as const, [values.other, "refused"] as const]) {
  for (const file of files) {
    const asked = await readQuestions({ queries: file, gain: "binary" });
    const strong = await Promise.all(asked.map(({ question }) => isStrong(question)));
    const right = strong.filter((answered) => answered === (name === "answered")).length;
    print(`${file}: ${name} ${(right / asked.length).toFixed(3)} of ${asked.length}`);
  }
}
for (const { question, answerable } of everyday.mistakes) {
  print(`${answerable ? "refused" : "answered"} by mistake: ${question}`);
}
embedder.close();
revision.close();
