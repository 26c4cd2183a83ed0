import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../config.ts";
import type { Records } from "../records/open-records.ts";
import { openSampleService, SAMPLE_PATHS } from "../serving/testing/sample-service.ts";
import { type FakeModel, startFakeModel } from "../testing/fake-model-server.ts";
import { silentLog } from "../testing/silent-log.ts";
import { type Assistant, createAssistant } from "./assistant.ts";
import { openConfiguredRecords } from "./open-configured-records.ts";

const [MARCO_CIVIL, LGPD, MANDADO] = SAMPLE_PATHS;
const dir = mkdtempSync(join(tmpdir(), "vademecum-within-"));
const service = await openSampleService();
let model: FakeModel;
let records: Records;
let assistant: Assistant;

beforeAll(async () => {
  model = await startFakeModel(({ messages }) => {
    const prompt = messages.map(({ content }) => content).join("\n");
    const quoted = /O titular dos dados pessoais tem direito a obter do controlador/.exec(prompt)?.[0] ?? "";
    return { steps: [{ say: `A lei diz: “${quoted}” [1].` }, { finish: "stop" }, { done: true }] };
  });
  const environment = {
    LLM_BASE_URL: model.url,
    LLM_MODEL: "one",
    ANSWER_COOLDOWN_SECONDS: "0",
    VADEMECUM_HOME: dir,
  };
  const config = { ...readConfig(environment, dir), recordsPath: join(dir, "records.db") };
  records = openConfiguredRecords(config, silentLog);
  assistant = createAssistant({ config, log: silentLog, records, remembers: true });
});
afterAll(async () => {
  records.close();
  service.close();
  await model.stop();
  rmSync(dir, { recursive: true, force: true });
});

function ask(question: string, documents: readonly string[] = []) {
  const { revision, links } = service;
  return assistant.answer(
    {
      revision: revision.manifest.revision,
      links,
      search: (asked, signal) => service.search(asked, 8, signal, documents),
      extract: () => {
        throw new Error("the model answers these");
      },
      loadUnit: (unitId) => {
        const { firstChunk, chunkCount } = revision.passages.unit(unitId);
        return revision.passages.passages(firstChunk, chunkCount);
      },
    },
    { question, language: "pt-BR", documents, signal: new AbortController().signal },
  );
}

const QUESTION = "a que o titular dos dados pessoais tem direito em relação ao controlador?";

test("an answer from some documents is given again to the same documents only, in the same words or in others", async () => {
  expect((await ask(QUESTION, [LGPD])).made.cached).toBe(false);
  expect((await ask(QUESTION, [LGPD])).made.cached).toBe(true);
  expect((await ask(`${QUESTION.toUpperCase()}!`, ["LGPD"])).made.cached).toBe(true);
  // Words that say nothing are no part of the vectors here.
  const reworded = `e ${QUESTION}`;
  expect((await ask(reworded, [LGPD])).made.cached).toBe(true);
  for (const documents of [[], [LGPD, MANDADO], [MARCO_CIVIL, LGPD]]) {
    expect({ documents, cached: (await ask(QUESTION, documents)).made.cached }).toEqual({
      documents,
      cached: false,
    });
  }
  expect((await ask(QUESTION, [MANDADO, LGPD])).made.cached).toBe(true);
  expect((await ask(QUESTION)).made.cached).toBe(true);
  expect((await ask(reworded)).made.cached).toBe(true);
});
