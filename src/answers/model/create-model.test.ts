import { expect, test } from "bun:test";
import {
  DEFAULT_USAGE,
  type FakeReply,
  type FakeStep,
  failing,
  saying,
  startFakeModel,
} from "../../testing/fake-model-server.ts";
import { silentLog } from "../../testing/silent-log.ts";
import { createModel } from "./create-model.ts";
import { askModel, TEST_KEY } from "./testing/ask-model.ts";

const ANSWER = "A posse é o exercício de fato [1]. ⚖️ “não induzem posse” [2] 👩🏽‍⚖️ ação.";

test("an answer is told piece by piece, and returned whole with what it used", async () => {
  const { reply, told } = await askModel([saying(ANSWER)]);
  expect(reply).toMatchObject({
    text: ANSWER,
    model: "first",
    usage: { promptTokens: 100, completionTokens: 20 },
    costUsd: null,
    cutOff: false,
  });
  expect(told.length).toBeGreaterThan(1);
  expect(told.join("")).toBe(ANSWER);
  expect(reply?.firstTokenMs).toBeLessThanOrEqual(reply?.totalMs ?? 0);
});

test("the request is a streamed chat completion with the key, the names and the room", async () => {
  const { server } = await askModel([saying("Sim [1].")], {
    setup: { referer: "https://a.example", title: "vademecum" },
  });
  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]).toMatchObject({
    model: "first",
    messages: [
      { role: "system", content: "Responda só com os trechos." },
      { role: "user", content: "O que é posse?" },
    ],
    body: { stream: true, max_tokens: 300, stream_options: { include_usage: true } },
    headers: {
      authorization: `Bearer ${TEST_KEY}`,
      "http-referer": "https://a.example",
      "x-title": "vademecum",
    },
  });
  expect(server.requests[0]?.body).not.toHaveProperty("usage");
});

test("a server without a key is sent none, whatever the environment holds", async () => {
  process.env["OPENAI_API_KEY"] = "sk-of-another-service";
  process.env["OPENAI_ORG_ID"] = "org-of-another-service";
  try {
    const { server, reply } = await askModel([saying("Sim [1].")], { setup: { apiKey: null } });
    expect(reply?.text).toBe("Sim [1].");
    expect(JSON.stringify(server.requests[0]?.headers)).not.toContain("another-service");
    expect(server.requests[0]?.headers).not.toHaveProperty("authorization");
  } finally {
    delete process.env["OPENAI_API_KEY"];
    delete process.env["OPENAI_ORG_ID"];
  }
});

test("OpenRouter is asked for the cost, and it is read; its comments and reasoning are no text", async () => {
  const script: FakeReply[] = [
    {
      steps: [
        { comment: "OPENROUTER PROCESSING" },
        {
          delta: {
            role: "assistant",
            content: "",
            reasoning: "Penso que…",
            reasoning_details: [{ text: "…" }],
          },
        },
        { delta: { content: null, reasoning_content: "Ainda penso." } },
        { say: "Sim [1]." },
        { finish: "stop" },
        {
          usage: {
            ...DEFAULT_USAGE,
            cost: 0.00125,
            is_byok: false,
            cost_details: { upstream_inference_cost: 9 },
          },
        },
        { done: true },
      ],
    },
  ];
  const { reply, server, told } = await askModel(script, { isOpenRouter: true });
  expect(server.requests[0]?.body["usage"]).toEqual({ include: true });
  expect(reply).toMatchObject({ text: "Sim [1].", costUsd: 0.00125 });
  expect(told).toEqual(["Sim [1]."]);
});

test("the provider's price is added for a key of one's own; a cost below nothing is none", async () => {
  const costing = (cost: object): FakeReply[] => [saying("Sim [1].", { ...DEFAULT_USAGE, ...cost })];
  const own = { cost: 0.01, is_byok: true, cost_details: { upstream_inference_cost: 0.2 } };
  expect((await askModel(costing(own))).reply?.costUsd).toBeCloseTo(0.21, 10);
  expect((await askModel(costing({ cost: -5 }))).reply?.costUsd).toBeNull();
  expect((await askModel(costing({ cost: "much" }))).reply).toMatchObject({
    costUsd: null,
    usage: { promptTokens: 100, completionTokens: 20 },
  });
});

test("a server that refuses fields it does not know is asked without them once, and never again with them", async () => {
  const server = await startFakeModel((request) => {
    const extra = ["stream_options", "usage", "temperature"].find((field) => field in request.body);
    return extra ? failing(422, `Extra inputs are not permitted: ${extra}`) : saying("Sim [1].");
  });
  const model = createModel({
    baseUrl: server.url,
    apiKey: null,
    models: ["qwen3"],
    referer: null,
    title: null,
    log: silentLog,
  });
  const ask = () => model.stream({ messages: [], maxTokens: 10, signal: new AbortController().signal });
  expect((await ask()).text).toBe("Sim [1].");
  expect((await ask()).text).toBe("Sim [1].");
  expect(server.requests.map(({ body }) => "stream_options" in body)).toEqual([true, false, false]);
  await server.stop();
});

test("a model that calls the room by its newer name is given it", async () => {
  const { reply, server } = await askModel(({ body }) =>
    "max_tokens" in body
      ? failing(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.")
      : saying("Sim [1]."),
  );
  expect(reply?.text).toBe("Sim [1].");
  expect(server.requests[1]?.body["max_completion_tokens"]).toBe(300);
});

test("a request that is not accepted in plain words either is not tried a third time", async () => {
  const { error, server } = await askModel([
    failing(400, "This model's maximum context length is 2048 tokens."),
  ]);
  expect(error).toMatchObject({ code: "MODEL_BAD_REQUEST", status: 400 });
  expect(error?.message).toContain("maximum context length");
  expect(server.requests).toHaveLength(2);
});

test("only the first choice is taken, its text parts alone, and no tool that was called", async () => {
  const { reply } = await askModel([
    {
      steps: [
        { raw: 'data: {"choices":[{"index":1,"delta":{"content":"other"}}]}\n\n' },
        {
          delta: {
            content: [
              { type: "thinking", thinking: [{ type: "text", text: "hm" }] },
              { type: "text", text: "Sim" },
            ],
          },
        },
        { delta: { tool_calls: [{ index: 0, id: "x", function: { name: "rm", arguments: "{}" } }] } },
        { say: " [1]." },
        { finish: "stop" },
        { done: true },
      ],
    },
  ]);
  expect(reply?.text).toBe("Sim [1].");
});

test("reasoning left in the text is left out, the rest is not", async () => {
  const { reply, told } = await askModel([
    saying("<think>\nO artigo 5º… </thin\n</think>\n\nSim [1]. <think>"),
  ]);
  expect(reply?.text).toBe("Sim [1]. <think>");
  expect(told.join("")).toBe("Sim [1]. <think>");
});

test("an answer is whole without the count of tokens that should follow, even where its connection breaks", async () => {
  const last = { choices: [{ index: 0, delta: { content: "Sim [1]." }, finish_reason: "stop" }] };
  const ends: FakeStep[] = [
    { reset: true },
    { raw: "data: {oops\n\n" },
    { error: { code: 500, message: "late" } },
  ];
  for (const end of ends) {
    const { promise: told, resolve } = Promise.withResolvers<string>();
    const steps = [{ raw: `data: ${JSON.stringify(last)}\n\n` }, { until: told }, end];
    const { reply } = await askModel([{ steps }], { request: { onText: resolve } });
    expect(reply).toMatchObject({ text: "Sim [1].", usage: null });
  }
});

test("an answer that needs more room than it has says so", async () => {
  const { reply } = await askModel([
    { steps: [{ say: "Sim, porque" }, { finish: "length" }, { done: true }] },
  ]);
  expect(reply).toMatchObject({ text: "Sim, porque", cutOff: true });
});
