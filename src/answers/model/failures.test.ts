import { afterAll, beforeAll, expect, test } from "bun:test";
import {
  type FakeReply,
  type FakeStep,
  failing,
  saying,
  startFakeModel,
} from "../../testing/fake-model-server.ts";
import { silentLog } from "../../testing/silent-log.ts";
import { createModel } from "./create-model.ts";
import type { ModelErrorCode } from "./model-error.ts";
import { askModel, TEST_KEY, TEST_LIMITS } from "./testing/ask-model.ts";

const unhandled: unknown[] = [];
const take = (error: unknown) => void unhandled.push(error);
beforeAll(() => void process.on("unhandledRejection", take));
afterAll(() => void process.off("unhandledRejection", take));

const say: FakeStep = { say: "A posse" };
const streaming = (...steps: FakeStep[]): FakeReply => ({ steps });
const halfCharacter = Buffer.from('data: {"choices":[{"index":0,"delta":{"content":"é').subarray(0, -1);

/** Everything that a server can do wrong, what it is called here, and how many requests it takes to be sure. */
const FAILURES: [string, FakeReply, ModelErrorCode, number][] = [
  ["a key that is not accepted", failing(401, `Incorrect API key: ${TEST_KEY}`), "MODEL_UNAUTHORIZED", 1],
  ["no permission", failing(403, "your plan has no access"), "MODEL_UNAUTHORIZED", 1],
  ["a flagged question", failing(403, "Your input was flagged by moderation"), "MODEL_REFUSED", 1],
  ["no credit", failing(402, "Insufficient credits"), "MODEL_NO_CREDIT", 1],
  ["no quota", failing(429, "You exceeded your current quota, please check your plan"), "MODEL_NO_CREDIT", 1],
  ["an unknown model, 400", failing(400, "first is not a valid model ID"), "MODEL_UNKNOWN", 1],
  [
    "an unknown model, 404",
    failing(404, 'model "first" not found, try pulling it first'),
    "MODEL_UNKNOWN",
    1,
  ],
  ["a wrong address", { status: 404, body: "<html>nginx</html>" }, "MODEL_UNKNOWN", 1],
  ["too many requests", failing(429, "slow down", { "retry-after": "0" }), "MODEL_RATE_LIMITED", 2],
  [
    "too many requests for long",
    failing(429, "slow down", { "retry-after": "3600" }),
    "MODEL_RATE_LIMITED",
    1,
  ],
  ["a fault", failing(500, "oops"), "MODEL_UNAVAILABLE", 2],
  ["a fault without words", { status: 503, body: "" }, "MODEL_UNAVAILABLE", 2],
  ["a redirect", { status: 307, headers: { location: "http://127.0.0.1:9/v1" } }, "MODEL_UNAVAILABLE", 1],
  ["a connection torn down", { reset: true }, "MODEL_UNAVAILABLE", 2],
  ["a stream torn down", streaming(say, { reset: true }), "MODEL_UNAVAILABLE", 2],
  [
    "an error in the stream",
    streaming(say, { error: { code: 502, message: "gone" } }),
    "MODEL_UNAVAILABLE",
    2,
  ],
  [
    "a limit in the stream",
    streaming(say, { error: { code: 429, message: "slow" } }),
    "MODEL_RATE_LIMITED",
    2,
  ],
  ["an end by error", streaming(say, { finish: "error" }), "MODEL_UNAVAILABLE", 1],
  ["silence", { silent: true }, "MODEL_TIMEOUT", 1],
  ["a stream that never begins", streaming({ comment: "PROCESSING" }, { stall: true }), "MODEL_TIMEOUT", 1],
  ["a stream that stalls", streaming(say, { stall: true }), "MODEL_TIMEOUT", 1],
  ["an event that never ends", streaming({ raw: "data: {" }, { stall: true }), "MODEL_TIMEOUT", 1],
  [
    "an error that never ends",
    { steps: [{ raw: "{" }, { stall: true }], statusOfStream: 500 },
    "MODEL_TIMEOUT",
    1,
  ],
  ["an empty stream", streaming({ done: true }), "MODEL_BAD_ANSWER", 1],
  ["no bytes at all", streaming(), "MODEL_BAD_ANSWER", 1],
  ["no text", streaming({ finish: "stop" }, { done: true }), "MODEL_BAD_ANSWER", 1],
  ["only white space", saying("  \n\n "), "MODEL_BAD_ANSWER", 1],
  ["only reasoning", streaming({ delta: { reasoning: "hm" } }, { finish: "length" }), "MODEL_BAD_ANSWER", 1],
  [
    "only a tool",
    streaming({ delta: { tool_calls: [{}] } }, { finish: "tool_calls" }),
    "MODEL_BAD_ANSWER",
    1,
  ],
  ["an end in the middle", streaming(say), "MODEL_BAD_ANSWER", 1],
  ["an end in a character", streaming(say, { raw: halfCharacter }), "MODEL_BAD_ANSWER", 1],
  ["an event that is not JSON", streaming(say, { raw: "data: {nope}\n\n" }), "MODEL_BAD_ANSWER", 1],
  ["an event of another kind", streaming(say, { raw: 'data: {"choices":7}\n\n' }), "MODEL_BAD_ANSWER", 1],
  ["an event that is null", streaming(say, { raw: "data: null\n\n" }), "MODEL_BAD_ANSWER", 1],
  [
    "a page",
    { status: 200, headers: { "content-type": "text/html" }, body: "<html>" },
    "MODEL_BAD_ANSWER",
    1,
  ],
  ["JSON, not streamed", { status: 200, body: { choices: [] } }, "MODEL_BAD_ANSWER", 1],
  ["a refusal", streaming({ delta: { refusal: "Não posso." } }, { finish: "stop" }), "MODEL_REFUSED", 1],
  ["a filter", streaming(say, { finish: "content_filter" }, { done: true }), "MODEL_REFUSED", 1],
];

test.each(FAILURES)("%s has its name, in time, without the key", async (_, reply, code, requests) => {
  const { error, server, tookMs, logged } = await askModel([reply]);
  expect(error?.code).toBe(code);
  expect(server.requests).toHaveLength(requests);
  expect(tookMs).toBeLessThan(TEST_LIMITS.totalMs + 500);
  expect(error?.hint).not.toBeNull();
  const shown = `${error?.message} ${Bun.inspect(error)} ${JSON.stringify(error)} ${logged}`;
  expect(shown).not.toContain(TEST_KEY);
  expect(logged).toContain(code);
});

test("a server that is not there is unavailable", async () => {
  const { error } = await askModel([], { setup: { baseUrl: "http://127.0.0.1:9/v1" } });
  expect(error).toMatchObject({ code: "MODEL_UNAVAILABLE", status: null });
});

test("every failure goes on to the next model, except a key that is not accepted", async () => {
  const goOn = async ([name, reply, code]: (typeof FAILURES)[number]) => {
    const { reply: written, told } = await askModel(
      ({ model }) => (model === "first" ? reply : saying("Sim [1].")),
      {
        setup: { models: ["first", "second"] },
      },
    );
    // Text of the model that failed was taken back.
    return { name, code, by: written?.model ?? null, told: told.join("") };
  };
  for (const { name, code, by, told } of await Promise.all(FAILURES.map(goOn))) {
    const mayGoOn = name !== "a key that is not accepted";
    expect({ name, code, by, told }).toEqual({
      name,
      code,
      by: mayGoOn ? "second" : null,
      told: mayGoOn ? "Sim [1]." : "",
    });
  }
});

test("what failed is told of all models, the last one's code first", async () => {
  const { error } = await askModel(
    ({ model }) => (model === "first" ? failing(402, "no credit") : failing(404, "no such model")),
    { setup: { models: ["first", "second"] } },
  );
  expect(error).toMatchObject({ code: "MODEL_UNKNOWN", model: "second", status: 404 });
  expect(error?.message).toMatch(/no such model.*; before: .*no credit/);
});

test("a busy model is asked again after the wait that it asks for", async () => {
  const { reply, server, tookMs } = await askModel([
    failing(429, "slow", { "retry-after": "0.3" }),
    saying("Sim [1]."),
  ]);
  expect(reply?.text).toBe("Sim [1].");
  expect(server.requests).toHaveLength(2);
  expect(tookMs).toBeGreaterThanOrEqual(300);
});

test("what failed attempts cost is counted, in the reply and in the error", async () => {
  const filtered = streaming({ finish: "content_filter" }, { usage: { cost: 0.5 } }, { done: true });
  const costing = streaming({ finish: "tool_calls" }, { usage: { cost: 0.25 } }, { done: true });
  const { error } = await askModel(({ model }) => (model === "first" ? costing : filtered), {
    setup: { models: ["first", "second"] },
  });
  expect(error).toMatchObject({ code: "MODEL_REFUSED", costUsd: 0.75 });
  const { reply } = await askModel(
    ({ model }) => (model === "first" ? costing : saying("Sim [1].", { cost: 1 })),
    { setup: { models: ["first", "second"] } },
  );
  expect(reply?.costUsd).toBe(1.25);
});

test("nothing is tried again where text was told that cannot be taken back", async () => {
  const server = await startFakeModel([
    streaming(say, { error: { code: 502, message: "gone" } }),
    saying("Sim [1]."),
  ]);
  const setup = { baseUrl: server.url, apiKey: null, referer: null, title: null, log: silentLog };
  const told: string[] = [];
  const asking = createModel({ ...setup, models: ["first", "second"] }).stream({
    messages: [],
    maxTokens: 10,
    signal: new AbortController().signal,
    onText: (delta) => told.push(delta),
  });
  expect(await asking.catch((error) => error.code)).toBe("MODEL_UNAVAILABLE");
  expect([server.requests.length, told]).toEqual([1, ["A posse"]]);
  await server.stop();
});

test("no rejection was left to nobody", async () => {
  await Bun.sleep(0);
  expect(unhandled).toEqual([]);
});
