#!/usr/bin/env bun
import { findModel } from "../src/commands/embedding-setup.ts";
import { readConfig } from "../src/config.ts";
/**
 * How fast the model embeds on this machine, by workers and threads, and how long a question takes:
 *
 *   bun bench/embedding.ts [TEXTS]      passages of about 120 tokens per way of working (default 80)
 */
import { createEmbedder } from "../src/embedding/embedder.ts";
import { loadTokenCounter } from "../src/embedding/tokenizer.ts";
import { quantile } from "../src/evaluation/evaluate.ts";
import { readCpuKind } from "../src/revisions/cpu-kind.ts";

const SENTENCE =
  "O titular dos dados pessoais tem direito a obter do controlador, em relação aos dados por ele tratados, a qualquer momento e mediante requisição, a confirmação da existência de tratamento. ";
const SENTENCES_PER_TEXT = 3;
const QUESTIONS = 40;
const WAYS = [
  { workers: 1, threads: 1 },
  { workers: 1, threads: 2 },
  { workers: 2, threads: 1 },
];

const texts = Array.from(
  { length: Number(process.argv[2] ?? 80) },
  (_, i) => `Art. ${i + 1}. ${SENTENCE.repeat(SENTENCES_PER_TEXT)}`,
);
const config = readConfig(process.env, process.cwd());
const model = findModel(config, config.embedModel);
const countTokens = await loadTokenCounter(model);
const tokens = texts.reduce((sum, text) => sum + countTokens(text), 0);

process.stdout.write(
  `${readCpuKind()}, ${texts.length} texts of ${Math.round(tokens / texts.length)} tokens\n\n`,
);
process.stdout.write(
  "| workers | threads each | texts/s | tokens/s | question p50 ms |\n| --- | --- | --- | --- | --- |\n",
);
for (const way of WAYS) {
  const embedder = await createEmbedder({ model, ...way });
  await Promise.all(texts.slice(0, 4).map((text) => embedder.embedPassage(text)));
  const startedMs = performance.now();
  await Promise.all(texts.map((text) => embedder.embedPassage(text)));
  const seconds = (performance.now() - startedMs) / 1000;
  const latencies: number[] = [];
  for (let i = 0; i < QUESTIONS; i++) {
    const askedMs = performance.now();
    await embedder.embedQuery(`quais são os direitos do titular de dados no caso ${i}?`);
    latencies.push(performance.now() - askedMs);
  }
  const p50Ms = quantile(
    latencies.sort((a, b) => a - b),
    0.5,
  );
  const cells = [
    way.workers,
    way.threads,
    (texts.length / seconds).toFixed(1),
    Math.round(tokens / seconds),
    p50Ms.toFixed(1),
  ];
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
  embedder.close();
}
