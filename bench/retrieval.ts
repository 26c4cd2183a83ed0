#!/usr/bin/env bun
/**
 * How long a question takes in a running process, stage by stage, on the revision in service:
 *
 *   bun bench/retrieval.ts [ROUNDS]      questions are asked one after another, each ROUNDS times (default 5)
 */
import { openService } from "../src/commands/open-service.ts";
import { readConfig } from "../src/config.ts";
import { quantile } from "../src/evaluation/evaluate.ts";
import { createLogger } from "../src/log.ts";
import type { StageTimings } from "../src/retrieval/evidence.ts";

const QUESTIONS = [
  "quais são os direitos do titular de dados?",
  "qual o prazo da apelação?",
  "quem pode propor ação direta de inconstitucionalidade?",
  "o que é dado pessoal sensível?",
  "quando cabe prisão preventiva?",
  "qual é a pena do furto qualificado?",
  "prescrição no processo administrativo disciplinar",
  "responsabilidade do provedor de internet",
  "hipóteses de dispensa de licitação",
  "justa causa para demissão do empregado",
  "direito de arrependimento nas compras pela internet",
  "competência do Supremo Tribunal Federal",
  "requisitos da usucapião especial urbana",
  "medidas protetivas de urgência para a mulher",
  "adicional de insalubridade, base de cálculo",
  "impedimento e suspeição do juiz",
  "sigilo profissional do advogado",
  "imunidade tributária dos templos",
  "guarda compartilhada dos filhos",
  "área de preservação permanente às margens dos rios",
];

const STAGES = [
  "embedMs",
  "denseMs",
  "lexicalMs",
  "fuseMs",
  "loadMs",
  "totalMs",
] as const satisfies (keyof StageTimings)[];
const rounds = Number(process.argv[2] ?? 5);
const config = readConfig(process.env, process.cwd());
const service = await openService(
  {
    config,
    log: createLogger({ level: config.logLevel, readable: false }),
    print: (text) => process.stdout.write(`${text}\n`),
    remark: (text) => process.stderr.write(`${text}\n`),
    signal: new AbortController().signal,
  },
  config.storageDir,
);

const samples: StageTimings[] = [];
for (let round = -1; round < rounds; round++) {
  for (const question of QUESTIONS) {
    const { timings } = await service.search(question, 10);
    // The first round warms caches and the compiler; what a running process does is what counts.
    if (round >= 0) samples.push(timings);
  }
}
const { vectors, passages, manifest } = service.revision;
process.stdout.write(
  `${samples.length} questions, ${passages.chunkCount} chunks of ${manifest.num_documents} documents, engine ${vectors.engine} (${vectors.variant})\n\n`,
);
process.stdout.write("| stage | p50 ms | p95 ms | max ms |\n| --- | --- | --- | --- |\n");
for (const stage of STAGES) {
  const sorted = samples.map((timings) => timings[stage]).sort((a, b) => a - b);
  const cells = [quantile(sorted, 0.5), quantile(sorted, 0.95), sorted.at(-1) ?? 0].map((ms) =>
    ms.toFixed(2),
  );
  process.stdout.write(`| ${stage.replace("Ms", "")} | ${cells.join(" | ")} |\n`);
}
service.close();
