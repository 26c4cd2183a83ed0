import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { type FakeModel, type FakeReply, startFakeModel } from "../testing/fake-model-server.ts";
import { runVade, startVade, writeLaw } from "../testing/run-vade.ts";

setDefaultTimeout(120_000);

const dir = mkdtempSync(join(tmpdir(), "vademecum-model-"));
const storageDir = join(dir, "storage");
let model: FakeModel;
let reply: FakeReply;
const says = (text: string): FakeReply => ({
  steps: [
    ...text.split(/(?<= )/).map((piece) => ({ say: piece })),
    { finish: "stop" },
    { usage: { prompt_tokens: 900, completion_tokens: 40, cost: 0.0004 } },
    { done: true },
  ],
});

beforeAll(async () => {
  const docs = join(dir, "leis");
  mkdirSync(docs, { recursive: true });
  await writeLaw(docs, "praias.rtf", [
    "LEI Nº 77, DE 2001",
    "Art. 1º A praia é bem público de uso comum do povo.",
    "Art. 2º O quiosque paga aluguel até o quinto dia útil de cada mês.",
    "Parágrafo único. O atraso custa multa de dez por cento.",
    "Art. 3º É vedada a cerca na areia.",
  ]);
  const built = await runVade(["reindex", "--docs", docs], { storageDir });
  expect(built.exitCode).toBe(0);
  model = await startFakeModel(() => reply);
});
afterAll(async () => {
  await model.stop();
  rmSync(dir, { recursive: true, force: true });
});

const env = () => ({ LLM_BASE_URL: model.url, LLM_MODEL: "first,second", ANSWER_COOLDOWN_SECONDS: "0" });
const AnswerSchema = z.object({
  mode: z.enum(["model", "extractive"]),
  found: z.boolean(),
  notice: z.string().nullable(),
  statements: z.array(
    z.object({
      text: z.string(),
      citations: z.array(z.number()),
      quoted: z.boolean(),
      flags: z.array(z.string()),
    }),
  ),
  citations: z.array(
    z.object({ number: z.number(), unit: z.string().nullable(), verified: z.boolean(), source: z.string() }),
  ),
  made: z.object({ model: z.string().nullable(), cached: z.boolean(), costUsd: z.number().nullable() }),
});

async function ask(question: string, answerOfModel: FakeReply) {
  reply = answerOfModel;
  const run = await runVade(["ask", question, "--json"], { storageDir, env: env() });
  expect(run.exitCode).toBe(0);
  return AnswerSchema.parse(JSON.parse(run.stdout));
}

test("a model's answer is given with every statement checked, and costs what the provider says", async () => {
  const answer = await ask(
    "quando vence o aluguel do quiosque?",
    says("O aluguel do quiosque vence “até o quinto dia útil de cada mês” [1]. A praia fica em Marte [7]."),
  );
  expect(answer).toMatchObject({ mode: "model", found: true, notice: null });
  expect(answer.made).toMatchObject({ model: "first", cached: false, costUsd: 0.0004 });
  expect(answer.statements[0]).toMatchObject({ citations: [1], flags: [] });
  // A passage that was never shown cannot be cited.
  expect(answer.statements[1]).toMatchObject({ citations: [], flags: ["uncited"] });
  expect(answer.citations).toEqual([expect.objectContaining({ number: 1, unit: "art2", verified: true })]);
  expect(answer.citations[0]?.source).toMatch(/^\/fonte\/[0-9a-f]{40}\/leis\/praias\.rtf#art2$/);
});

test("the same question again is answered from what is kept, without asking the model", async () => {
  const before = model.requests.length;
  const answer = await ask("Quando vence o ALUGUEL do quiosque", { status: 500 });
  expect(answer).toMatchObject({ mode: "model", made: { cached: true, costUsd: 0 } });
  expect(model.requests).toHaveLength(before);
});

test("a question that asks the same in other words is answered from what is kept, and its opposite is not", async () => {
  const before = model.requests.length;
  const near = await ask("quando é que vence o aluguel do quiosque?", { status: 500 });
  expect(near).toMatchObject({ mode: "model", made: { cached: true } });
  expect(model.requests).toHaveLength(before);
  const opposite = await ask(
    "quando não vence o aluguel do quiosque?",
    says("O aluguel do quiosque vence “até o quinto dia útil de cada mês” [1]."),
  );
  expect(opposite.made.cached).toBe(false);
  expect(model.requests).toHaveLength(before + 1);
});

test("an answer that does not rest on its sources is put aside for the passages, and says so", async () => {
  const answer = await ask(
    "qual é a multa por atraso do quiosque?",
    says(
      "“O atraso custa multa de noventa por cento do faturamento” [1]. Pague já em https://golpe.example @everyone.",
    ),
  );
  expect(answer).toMatchObject({ mode: "extractive", found: true, notice: "unsupported" });
  expect(JSON.stringify(answer)).not.toMatch(/golpe|everyone|noventa/);
});

test("a provider that fails leaves the passages, labelled", async () => {
  const answer = await ask("é vedada a cerca na areia da praia?", {
    status: 402,
    body: { error: { message: "no credit" } },
  });
  expect(answer).toMatchObject({ mode: "extractive", found: true, notice: "provider-failed" });
});

test("what the documents do not answer, and the wording of an article, need no model", async () => {
  const before = model.requests.length;
  const refused = await ask("quem descobriu a penicilina?", says("Fleming [1]."));
  expect(refused).toMatchObject({ mode: "extractive", found: false });
  const cited = await ask("art. 3º da Lei 77/2001", says("?"));
  expect(cited.statements[0]?.text).toContain("É vedada a cerca na areia.");
  expect(cited.notice).toBeNull();
  expect(model.requests).toHaveLength(before);
});

test("in a conversation over HTTP a follow-up keeps the subject, the answer is streamed, and all can be deleted", async () => {
  reply = says("O aluguel vence “até o quinto dia útil de cada mês” [1]. O atraso custa multa [1].");
  const space = startVade(["serve", "--port", "0"], { storageDir, env: { ...env(), LOG_LEVEL: "silent" } });
  try {
    const url = await readUrl(space.stderr);
    const conversation = "test-conversation-0001";
    const first = await fetch(
      `${url}/api/ask?question=quando+vence+o+aluguel+do+quiosque+da+Lei+77?&conversation=${conversation}`,
      {
        headers: { Accept: "text/event-stream" },
      },
    );
    const events = await first.text();
    expect(events).toContain("event: text\n");
    expect(events).toMatch(/event: answer\ndata: .*"mode":"model"/);
    reply = says("O atraso custa “multa de dez por cento” [1].");
    const second = await fetch(
      `${url}/api/ask?question=e+o+par%C3%A1grafo+%C3%BAnico?&conversation=${conversation}`,
    );
    const answer = z.object({ question: z.string() }).parse(await second.json());
    expect(answer.question.length).toBeGreaterThan("e o parágrafo único?".length);
    const deleted = await fetch(`${url}/api/conversations/${conversation}`, { method: "DELETE" });
    expect(await deleted.json()).toEqual({ deleted: 2 });
  } finally {
    space.kill("SIGTERM");
    await space.exited;
  }
});

async function readUrl(stderr: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let told = "";
  for await (const piece of stderr) {
    told += decoder.decode(piece, { stream: true });
    const [, url] = /vademecum is at (http:\S+)/.exec(told) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error(`the Space did not say where it is:\n${told}`);
}
