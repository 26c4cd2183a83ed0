import { beforeEach, expect, test } from "bun:test";
import type { Answer } from "../answers/answer.ts";
import { VademecumError } from "../domain/errors.ts";
import type { Log } from "../domain/log.ts";
import type { DocumentRecord } from "../domain/meta.ts";
import { requireDocuments } from "../retrieval/document-scope.ts";
import { createInService } from "../revisions/sync/in-service.ts";
import { manifestOf } from "../revisions/testing/manifest.ts";
import {
  createQuestionRunner,
  DEFAULT_QUESTION_LIMITS,
  type QuestionLimits,
} from "../serving/question-runner.ts";
import type { QuestionService } from "../serving/question-service.ts";
import { createApp } from "./app.ts";
import { SOURCE_PAGE_STYLE_HASH } from "./source-page.ts";

const DOCUMENT: DocumentRecord = {
  id: 0,
  path: "docs/a.pdf",
  sha256: "0".repeat(64),
  bytes: 1,
  format: "pdf",
  title: "Lei A",
  pages: 1,
  norm: null,
};
const SECRET = "s3cret-of-the-webhook";
const manifest = manifestOf({ revision: "a".repeat(40), tag: "idx-20260101-000000-aaaaaaa" });

type Asked = { question: string; signal: AbortSignal | undefined; documents: readonly string[] | undefined };
class FakeService {
  closed = false;
  asked: Asked[] = [];
  answering: (question: string) => Promise<void> = async () => undefined;
  readonly manifest = manifest;
  close(): void {
    this.closed = true;
  }
}

function asService(fake: FakeService): QuestionService & { close(): void } {
  const unused = () => {
    throw new Error("not a part of these tests");
  };
  const vectors = {
    engine: "mmap",
    variant: "avx2",
    dim: 1,
    count: 1,
    search: unused,
    vector: unused,
    close: unused,
  };
  const revision = { manifest, vectors, skippedEngines: [], close: unused };
  return {
    revision: revision as unknown as QuestionService["revision"],
    search: unused,
    async ask(question, language, signal, asker) {
      fake.asked.push({ question, signal, documents: asker?.documents });
      asker?.onText?.("O prazo");
      await fake.answering(question);
      const answer: Answer = {
        mode: "extractive",
        language,
        question,
        found: false,
        statements: [],
        citations: [],
        nearest: [],
        notice: null,
        made: {
          model: null,
          promptVersion: null,
          cached: false,
          firstTokenMs: null,
          totalMs: 1,
          costUsd: null,
        },
      };
      return answer;
    },
    links: { document: () => "", source: () => "" },
    lookUps: {
      documents: unused,
      knownDocuments: unused,
      lookUp: unused,
      completeLaw: unused,
      completeCourt: unused,
      completeUnit: unused,
      completeDocument: unused,
    },
    close: () => fake.close(),
  };
}

let lines: { fields: object; message: string }[];
let triggers: number;
let fake: FakeService;

beforeEach(() => {
  lines = [];
  triggers = 0;
  fake = new FakeService();
});

function startApp(
  options: {
    isLoaded?: boolean;
    isConnecting?: boolean;
    secret?: string | null;
    limits?: Partial<QuestionLimits>;
  } = {},
) {
  const { isLoaded = true, isConnecting = false, secret = SECRET } = options;
  const write = (fields: object, message: string) => lines.push({ fields, message });
  const log: Log = { debug: write, info: write, warn: write, error: write };
  const inService = createInService<ReturnType<typeof asService>>((error) => {
    throw error;
  });
  if (isLoaded) inService.publish(asService(fake));
  const app = createApp({
    questions: createQuestionRunner(inService.acquire, { ...DEFAULT_QUESTION_LIMITS, ...options.limits }),
    serving: () => (inService.peek() ? { revision: manifest.revision, tag: manifest.tag } : null),
    isConnecting: () => isConnecting,
    status: () => ({ ready: isLoaded }),
    forgetConversation: (conversation) => (conversation === "known-conversation-1" ? 2 : 0),
    docsWebhook: { secret, docsRepo: "ana/rag-docs", pushed: null },
    webhook: { secret, indexRepo: () => "ana/rag-index", trigger: () => triggers++ },
    log,
  });
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    app.request(path, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
      headers: { "Content-Type": "application/json", ...headers },
    });
  return { app, inService, post };
}

const errorOf = async (response: Response) => {
  const { error } = (await response.json()) as { error: { code: string; message: string; hint: string } };
  expect(error.hint).not.toBe("");
  return error;
};

test("the process is alive before an index is loaded, and ready only after", async () => {
  const { app } = startApp({ isLoaded: false });
  expect((await app.request("/healthz")).status).toBe(200);
  expect((await app.request("/readyz")).status).toBe(503);
  const asked = await app.request("/api/ask?question=prazo");
  expect([asked.status, asked.headers.get("Retry-After"), (await errorOf(asked)).code]).toEqual([
    503,
    "2",
    "NOT_READY",
  ]);
  const connecting = await startApp({ isConnecting: true }).app.request("/readyz");
  expect(connecting.status).toBe(503);
  expect(await connecting.json()).toMatchObject({ ready: false, waiting_for: "discord" });
  const ready = await startApp().app.request("/readyz");
  expect([ready.status, await ready.json()]).toEqual([
    200,
    { ready: true, revision: manifest.revision, tag: manifest.tag },
  ]);
});

test("a question is answered by GET and by POST alike, with the revision that answered", async () => {
  const { app, post } = startApp();
  const byGet = await app.request("/api/ask?question=%20qual%20o%20prazo%3F%20&lang=en");
  const byPost = await post("/api/ask", { question: "qual o prazo?", lang: "en" });
  const answer = await byGet.json();
  expect(answer).toMatchObject({ question: "qual o prazo?", language: "en", revision: manifest.revision });
  expect(await byPost.json()).toEqual(answer);
  expect(((await (await app.request("/api/ask?question=a")).json()) as Answer).language).toBe("pt-BR");
});

test("a question keeps to the documents that it names, one or more, by GET and by POST", async () => {
  const { app, post } = startApp();
  await app.request("/api/ask?question=a&documents=docs/a.pdf");
  await app.request("/api/ask?question=a&documents=docs/a.pdf&documents=docs/leis/");
  await post("/api/ask", { question: "a", documents: ["docs/a.pdf"] });
  await post("/api/ask", { question: "a" });
  expect(fake.asked.map(({ documents }) => documents)).toEqual([
    ["docs/a.pdf"],
    ["docs/a.pdf", "docs/leis/"],
    ["docs/a.pdf"],
    [],
  ]);
});

test("a document that the index does not hold is the client's mistake, and the answer names the nearest", async () => {
  const { app } = startApp();
  fake.answering = async () => {
    requireDocuments(["docs/b.pdf"], [{ ...DOCUMENT, path: "docs/a.pdf" }]);
  };
  const response = await app.request("/api/ask?question=a&documents=docs/b.pdf");
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({
    error: { code: "DOCUMENT_UNKNOWN", expected: expect.stringContaining("docs/a.pdf") },
  });
});

test("input that cannot be understood is answered with 400 and what was expected", async () => {
  const { app, post } = startApp();
  const wrong = [
    app.request("/api/ask"),
    app.request("/api/ask?question=%20"),
    app.request("/api/ask?question=a&lang=tlh"),
    app.request(`/api/search?q=${"a".repeat(4001)}`),
    app.request("/api/search?q=a&k=0"),
    app.request("/api/search?q=a&k=many"),
    post("/api/ask", "no json"),
    post("/api/ask", ""),
    post("/api/ask", [1]),
  ];
  for (const response of await Promise.all(wrong)) {
    expect([response.status, (await errorOf(response)).code]).toEqual([400, "INPUT_INVALID"]);
  }
  expect(fake.asked).toEqual([]);
});

test("a body that is too large is not read to its end", async () => {
  const response = await startApp().post("/api/ask", { question: "a".repeat(300_000) });
  expect([response.status, (await errorOf(response)).code]).toEqual([413, "BODY_TOO_LARGE"]);
});

test("an unknown route says which there are", async () => {
  const response = await startApp().app.request("/api/nothing");
  expect([response.status, (await errorOf(response)).code]).toEqual([404, "NOT_FOUND"]);
});

test("a question that takes too long is given up, and its revision stays open until the work has ended", async () => {
  const { app, inService } = startApp({ limits: { timeoutMs: 10 } });
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  fake.answering = () => ended;
  const response = await app.request("/api/ask?question=a");
  expect([response.status, (await errorOf(response)).code]).toEqual([504, "QUESTION_TIMEOUT"]);
  expect(fake.asked[0]?.signal?.aborted).toBe(true);
  inService.withdraw();
  expect(fake.closed).toBe(false);
  end();
  await Bun.sleep(0);
  expect([fake.closed, inService.leases()]).toEqual([true, 0]);
});

test("more questions than can be answered at once are turned away, and others taken when there is room again", async () => {
  const { app } = startApp({ limits: { concurrent: 1 } });
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  fake.answering = () => ended;
  const first = app.request("/api/ask?question=a");
  const second = await app.request("/api/ask?question=b");
  expect([second.status, (await errorOf(second)).code]).toEqual([503, "BUSY"]);
  end();
  expect((await first).status).toBe(200);
  expect((await app.request("/api/ask?question=c")).status).toBe(200);
});

test("a question under way when the revision is replaced is answered by the one it began with", async () => {
  const { app, inService } = startApp();
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  fake.answering = () => ended;
  const asked = app.request("/api/ask?question=a");
  await Bun.sleep(0);
  inService.publish(asService(new FakeService()));
  expect(fake.closed).toBe(false);
  end();
  expect((await asked).status).toBe(200);
  expect(fake.closed).toBe(true);
});

test("what was not foreseen is answered without its text, which goes to the log", async () => {
  fake.answering = async () => {
    throw new Error("/home/ana/private broke");
  };
  const response = await startApp().app.request("/api/ask?question=a");
  const { code, message } = await errorOf(response);
  expect([response.status, code]).toEqual([500, "UNEXPECTED"]);
  expect(message).not.toContain("private");
  expect(JSON.stringify(lines)).toContain("/home/ana/private broke");
});

test("an error of ours is answered with what to do", async () => {
  fake.answering = async () => {
    throw new VademecumError({ code: "EMBEDDING_FAILED", message: "the model failed", hint: "ask again" });
  };
  const response = await startApp().app.request("/api/ask?question=a");
  expect([response.status, (await errorOf(response)).code]).toEqual([500, "EMBEDDING_FAILED"]);
});

test("the log has a line for each request with its id and time, and nothing of what was asked", async () => {
  const { app, post } = startApp();
  const response = await app.request("/api/ask?question=meu+segredo");
  await post("/api/ask", { question: "meu segredo" });
  const requests = lines.filter(({ message }) => message === "request");
  expect(requests).toHaveLength(2);
  expect(requests[0]?.fields).toMatchObject({
    method: "GET",
    path: "/api/ask",
    status: 200,
    requestId: response.headers.get("X-Request-Id"),
  });
  expect(JSON.stringify(lines)).not.toContain("segredo");
});

test("answers carry security headers, and may be framed by the Hub's own page only", async () => {
  const { headers } = await startApp().app.request("/healthz");
  expect(headers.get("X-Content-Type-Options")).toBe("nosniff");
  expect(headers.get("Content-Security-Policy")).toBe(
    `default-src 'none'; style-src ${SOURCE_PAGE_STYLE_HASH}; frame-ancestors 'self' https://huggingface.co`,
  );
});

const event = (name: string, type = "dataset") => ({
  event: { action: "update", scope: "repo.content" },
  repo: { type, name, id: "1", private: true },
  updatedRefs: [{ ref: "refs/heads/main", oldSha: null, newSha: "b".repeat(40) }],
});

test("a webhook sets off a look at the Hub only for events of the index's repo", async () => {
  const { post } = startApp();
  const send = async (body: unknown) => {
    const response = await post("/webhooks/hub", body, { "X-Webhook-Secret": SECRET });
    return [response.status, await response.json()];
  };
  expect(await send(event("ana/rag-index"))).toEqual([202, { triggered: true }]);
  expect(triggers).toBe(1);
  for (const other of [event("ana/rag-docs"), event("ana/rag-index", "model"), event("bia/rag-index")]) {
    expect(await send(other)).toEqual([202, { triggered: false }]);
  }
  expect(triggers).toBe(1);
});

test("a webhook without the secret is refused, whatever it is instead", async () => {
  const { post } = startApp();
  for (const secret of ["", "wrong", SECRET.slice(0, -1), `${SECRET}x`, SECRET.toUpperCase()]) {
    const response = await post("/webhooks/hub", event("ana/rag-index"), { "X-Webhook-Secret": secret });
    expect([response.status, (await errorOf(response)).code]).toEqual([401, "WEBHOOK_UNAUTHORIZED"]);
  }
  expect((await post("/webhooks/hub", event("ana/rag-index"))).status).toBe(401);
  const closed = startApp({ secret: null });
  expect(
    (await closed.post("/webhooks/hub", event("ana/rag-index"), { "X-Webhook-Secret": "" })).status,
  ).toBe(404);
  expect(triggers).toBe(0);
});

test("a webhook that is no event of a Hub is answered with 400", async () => {
  const response = await startApp().post("/webhooks/hub", { ping: true }, { "X-Webhook-Secret": SECRET });
  expect(response.status).toBe(400);
});

test("an answer is streamed as it is written, and settled at the end", async () => {
  const { app } = startApp();
  const response = await app.request(
    "/api/ask?question=qual%20o%20prazo%3F&conversation=session-0123456789",
    {
      headers: { Accept: "text/event-stream" },
    },
  );
  expect(response.headers.get("Content-Type")).toContain("text/event-stream");
  const events = [...(await response.text()).matchAll(/event: (\w+)\ndata: (.*)\n/g)];
  expect(events.map(([, name]) => name)).toEqual(["text", "answer"]);
  expect(events[0]?.[2]).toBe('{"text":"O prazo"}');
  expect(events[1]?.[2]).toContain('"question":"qual o prazo?"');
  const failed = await startApp({ isLoaded: false }).app.request("/api/ask?question=x", {
    headers: { Accept: "text/event-stream" },
  });
  expect(await failed.text()).toContain('event: error\ndata: {"error":{"code":"NOT_READY"');
});

test("a conversation can be deleted, and its name has to be one that nobody guesses", async () => {
  const { app } = startApp();
  const deleted = await app.request("/api/conversations/known-conversation-1", { method: "DELETE" });
  expect(await deleted.json()).toEqual({ deleted: 2 });
  const short = await app.request("/api/ask?question=x&conversation=abc");
  expect((await errorOf(short)).code).toBe("INPUT_INVALID");
});
