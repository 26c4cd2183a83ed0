import { afterAll, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readConfig } from "../config.ts";
import type { Records } from "../records/open-records.ts";
import { spendDay } from "../records/spend.ts";
import { openSampleService } from "../serving/testing/sample-service.ts";
import { type FakeReply, startFakeModel } from "../testing/fake-model-server.ts";
import { silentLog } from "../testing/silent-log.ts";
import { type Assistant, createAssistant, type Question } from "./assistant.ts";
import { openConfiguredRecords } from "./open-configured-records.ts";

const dir = mkdtempSync(join(tmpdir(), "vademecum-assistant-"));
const service = await openSampleService();
let reply: FakeReply;
const model = await startFakeModel(() => reply);
let records: Records;
let assistant: Assistant;
let opened = 0;

beforeEach(() => {
  records?.close();
  const environment = {
    LLM_BASE_URL: model.url,
    LLM_MODEL: "one",
    ANSWER_COOLDOWN_SECONDS: "600",
    VADEMECUM_HOME: dir,
  };
  const config = { ...readConfig(environment, dir), recordsPath: join(dir, `records-${opened++}.db`) };
  records = openConfiguredRecords(config, silentLog);
  assistant = createAssistant({ config, log: silentLog, records, remembers: true });
  reply = says("“O titular dos dados pessoais tem direito a obter do controlador” [1].");
});
afterAll(async () => {
  records.close();
  service.close();
  await model.stop();
  rmSync(dir, { recursive: true, force: true });
});

function says(text: string): FakeReply {
  return { steps: [{ say: text }, { finish: "stop" }, { usage: { cost: 0.25 } }, { done: true }] };
}

async function ask(question: string, asked: Partial<Question> = {}) {
  const { revision, links } = service;
  const extracted = await service.ask(question, "pt-BR");
  return await assistant.answer(
    {
      revision: revision.manifest.revision,
      links,
      search: (text, signal) => service.search(text, 8, signal),
      extract: () => extracted,
      loadUnit: (unitId) => {
        const { firstChunk, chunkCount } = revision.passages.unit(unitId);
        return revision.passages.passages(firstChunk, chunkCount);
      },
    },
    {
      question,
      language: "pt-BR",
      signal: new AbortController().signal,
      user: "maria",
      conversation: "c",
      ...asked,
    },
  );
}

const ANSWERED = "a que o titular dos dados pessoais tem direito em relação ao controlador?";
const OTHER = "a que tem direito o titular dos dados pessoais, perante o controlador?";
const NOT_ANSWERED = "receita de bolo de cenoura com cobertura";

test("what nobody asked leaves nothing behind where nothing answers it, and a turn where something does", async () => {
  expect((await ask(NOT_ANSWERED, { unasked: true })).found).toBe(false);
  expect(records.unanswered.groups()).toEqual([]);
  expect(records.turns.last("c", 3)).toEqual([]);
  expect(await ask(ANSWERED, { unasked: true })).toMatchObject({ mode: "model", found: true });
  expect(records.turns.last("c", 3).map(({ question }) => question)).toEqual([ANSWERED]);
  expect((await ask(NOT_ANSWERED, { conversation: "other" })).found).toBe(false);
  expect(records.unanswered.groups().map(({ question }) => question)).toEqual([NOT_ANSWERED]);
  expect(records.turns.last("other", 3)).toHaveLength(1);
});

test("an answer to what nobody asked that is only a makeshift leaves no turn", async () => {
  reply = { status: 503, body: "busy", headers: { "retry-after": "60" } };
  expect(await ask(ANSWERED, { unasked: true })).toMatchObject({ found: true, notice: "provider-failed" });
  expect(records.turns.last("c", 3)).toEqual([]);
});

test("what nobody asked begins no cooldown, and waits for none", async () => {
  expect((await ask(ANSWERED, { unasked: true, conversation: "1" })).notice).toBeNull();
  expect((await ask(OTHER, { conversation: "2" })).notice).toBeNull();
  expect((await ask(`não ${OTHER}`, { conversation: "3" })).notice).toBe("cooldown");
  expect((await ask(`nunca ${OTHER}`, { unasked: true, conversation: "4" })).notice).toBeNull();
});

test("what nobody asked is completed from its conversation without a model", async () => {
  records.turns.add({
    conversation: "c",
    user: null,
    question: ANSWERED,
    answer: "art. 18 da LGPD",
    revision: "r",
    at: new Date(),
  });
  const before = model.requests.length;
  await ask("qual o prazo?", { unasked: true });
  const asked = model.requests.slice(before).map(({ messages }) => messages[0]?.content ?? "");
  expect(asked.filter((text) => text.startsWith("Reescreva"))).toEqual([]);
});

test("what an answer cost that its asker gave up is written down", async () => {
  reply = { steps: [{ usage: { cost: 0.5 } }, { say: "O titular dos dados. E" }, { stall: true }] };
  const caller = new AbortController();
  const reason = new Error("the member went away");
  const asking = ask(ANSWERED, { signal: caller.signal, onText: () => caller.abort(reason) });
  expect(await asking.catch((error: unknown) => error)).toBe(reason);
  expect(records.spend.spentOn(spendDay(new Date()))).toBe(0.5);
  expect(records.turns.last("c", 3)).toEqual([]);
});
