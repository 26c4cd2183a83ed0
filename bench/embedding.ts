#!/usr/bin/env bun
/**
 * How fast the model embeds on this machine, by workers and threads, and how long a question takes; and how much of it is
 * onnxruntime, which in a second pass runs alone over the same texts, in turns with ours:
 *
 *   bun bench/embedding.ts [TEXTS [ROUNDS]]      passages of about 120 tokens per way of working (default 80), turns (default 6)
 */
import { findModel } from "../src/commands/embedding-setup.ts";
import { readConfig } from "../src/config.ts";
import { createEmbedder } from "../src/embedding/embedder.ts";
import { loadTokenCounter } from "../src/embedding/tokenizer.ts";
import { quantile } from "../src/evaluation/evaluate.ts";
import { readCpuKind } from "../src/revisions/cpu-kind.ts";
import { startAlone } from "./onnxruntime-alone/alone.ts";

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
  (_, i) => `Art. ${i + 1}. ${SENTENCE.repeat(SENTENCES_PER_TEXT).trim()}`,
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

interface Cost {
  seconds: number;
  /** Of all threads together, which other programs on the machine do not lengthen. */
  cpuSeconds: number;
}

/** What a piece of work takes. */
async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const [startedMs, cpu] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { seconds: (performance.now() - startedMs) / 1000, cpuSeconds: (user + system) / 1e6 };
}

const rounds = Number(process.argv[3] ?? 6);
process.stdout.write(
  `\n${rounds} turns each:\n\n| workers | threads each | texts/s | onnxruntime alone | share | median of the turns | share by processor time |\n` +
    "| --- | --- | --- | --- | --- | --- | --- |\n",
);
for (const way of WAYS) {
  const embedder = await createEmbedder({ model, ...way });
  const alone = await startAlone({ model, texts, ...way });
  const ours = () => Promise.all(texts.map((text) => embedder.embedPassage(text)));
  await ours();
  await alone.run();
  const turns: { ours: Cost; alone: Cost }[] = [];
  for (let round = 0; round < rounds; round++) {
    // Whoever comes first in one turn comes second in the next: what else the machine does falls on both.
    const first = round % 2 === 0 ? await costOf(ours) : await costOf(alone.run);
    const second = round % 2 === 0 ? await costOf(alone.run) : await costOf(ours);
    turns.push(round % 2 === 0 ? { ours: first, alone: second } : { ours: second, alone: first });
  }
  const sum = (of: "ours" | "alone", what: keyof Cost = "seconds") =>
    turns.reduce((all, turn) => all + turn[of][what], 0);
  const perSecond = (seconds: number) => ((texts.length * rounds) / seconds).toFixed(1);
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const shares = turns.map((turn) => turn.alone.seconds / turn.ours.seconds).sort((a, b) => a - b);
  const cells = [
    way.workers,
    way.threads,
    perSecond(sum("ours")),
    perSecond(sum("alone")),
    percent(sum("alone") / sum("ours")),
    percent(quantile(shares, 0.5)),
    percent(sum("alone", "cpuSeconds") / sum("ours", "cpuSeconds")),
  ];
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
  embedder.close();
  alone.close();
}
