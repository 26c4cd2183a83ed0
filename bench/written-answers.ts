#!/usr/bin/env bun
/**
 * What an answer takes beside the model that writes it: from the question to the checked answer, with a model on loopback
 * that answers at once, less the time in which that model had the request.
 *
 *   bun bench/written-answers.ts [ROUNDS]      every answerable question of the project's set, ROUNDS times (default 3)
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAssistant } from "../src/commands/assistant.ts";
import { createEmbedderPool } from "../src/commands/embedder-pool.ts";
import { configuredHubUrl, openRevisionService } from "../src/commands/open-service.ts";
import { requireCurrent } from "../src/commands/require-current.ts";
import { readConfig } from "../src/config.ts";
import { ANSWERS_QUESTIONS_FILE, readAnswerQuestions } from "../src/evaluation/answers-set.ts";
import { quantile } from "../src/evaluation/evaluate.ts";
import { createLogger } from "../src/log.ts";
import { openRecords } from "../src/records/open-records.ts";
import { openStorage } from "../src/revisions/storage.ts";
import { type FakeReply, startFakeModel } from "../src/testing/fake-model-server.ts";

const rounds = Number(process.argv[2] ?? 3);
const asked = (await readAnswerQuestions(ANSWERS_QUESTIONS_FILE)).filter(
  ({ expected }) => expected.length > 0,
);

/** Quotes the first passage of the prompt and goes on in words of its own, as a model does: some 150 words. */
function writeFrom(prompt: string): FakeReply {
  // The prompt's first fence of a passage.
  const passage = /<(\w+) [^>]*="1"[^>]*>\n([\s\S]*?)\n<\/\1>/.exec(prompt)?.[2] ?? "";
  const words = passage.split(/\s+/).slice(0, 25).join(" ");
  const sentence = `Segundo a lei, “${words}” [1].`;
  const text = Array.from(
    { length: 6 },
    (_, n) => `${sentence} No ponto ${n}, ${words.slice(0, 60)} [1].`,
  ).join("\n\n");
  return {
    steps: [
      ...text.split(/(?<= )/).map((say) => ({ say })),
      { finish: "stop" },
      { usage: { prompt_tokens: 4000, completion_tokens: 300, cost: 0.0001 } },
      { done: true },
    ],
  };
}

let modelMs = 0;
const model = await startFakeModel((request) => {
  const from = performance.now();
  void request.closed.then(() => {
    modelMs = performance.now() - from;
  });
  return writeFrom(request.messages.at(-1)?.content ?? "");
});
const dir = mkdtempSync(join(tmpdir(), "vademecum-bench-"));
const config = {
  ...readConfig({ ...process.env, LLM_BASE_URL: model.url, LLM_MODEL: "bench" }, process.cwd()),
  answerCooldownMs: 0,
};
const log = createLogger({ level: config.logLevel, readable: false });
const records = openRecords({
  path: join(dir, "vademecum.db"),
  retentionDays: 1,
  clock: () => new Date(),
  log,
});
const storage = openStorage(config.storageDir);
const assistant = createAssistant({ config, log, records, remembers: true });
const { signal } = new AbortController();
const service = await openRevisionService({
  config,
  log,
  dir: storage.revisionDir(requireCurrent(storage)),
  embedders: createEmbedderPool(config),
  hubUrl: () => configuredHubUrl(config),
  smoke: false,
  assistant,
  signal,
});

const samples = { whole: [] as number[], model: [] as number[], overhead: [] as number[] };
let written = 0;
for (let round = -1; round < rounds; round++) {
  // What was answered before is not asked of the model again.
  assistant.keepRevisions([]);
  for (const { question } of asked) {
    modelMs = 0;
    const from = performance.now();
    const { mode } = await service.ask(question, "pt-BR", signal, { user: "bench" });
    const wholeMs = performance.now() - from;
    // The first round warms caches and the compiler; what a running process does is what counts.
    if (round < 0 || mode !== "model") continue;
    written += 1;
    samples.whole.push(wholeMs);
    samples.model.push(modelMs);
    samples.overhead.push(wholeMs - modelMs);
  }
}
const { vectors, passages, manifest } = service.revision;
process.stdout.write(
  `${written} of ${rounds * asked.length} answers written by the model, ${passages.chunkCount} chunks of ${manifest.num_documents} documents, engine ${vectors.engine} (${vectors.variant})\n\n`,
);
process.stdout.write("| | p50 ms | p95 ms | max ms |\n| --- | --- | --- | --- |\n");
for (const [name, times] of Object.entries(samples)) {
  const sorted = times.toSorted((a, b) => a - b);
  const cells = [quantile(sorted, 0.5), quantile(sorted, 0.95), sorted.at(-1) ?? 0].map((ms) =>
    ms.toFixed(2),
  );
  process.stdout.write(`| ${name} | ${cells.join(" | ")} |\n`);
}
service.close();
records.close();
await model.stop();
rmSync(dir, { recursive: true, force: true });
