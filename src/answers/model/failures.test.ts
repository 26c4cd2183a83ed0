import { afterAll, beforeAll, expect, test } from "bun:test";
import { FAILING_MODELS, type FailingModel } from "../../testing/failing-models.ts";
import {
  type FakeReply,
  type FakeStep,
  failing,
  saying,
  startFakeModel,
} from "../../testing/fake-model-server.ts";
import { silentLog } from "../../testing/silent-log.ts";
import { createModel } from "./create-model.ts";
import { askModel, TEST_KEY, TEST_LIMITS } from "./testing/ask-model.ts";

const unhandled: unknown[] = [];
const take = (error: unknown) => void unhandled.push(error);
beforeAll(() => void process.on("unhandledRejection", take));
afterAll(() => void process.off("unhandledRejection", take));

const streaming = (...steps: FakeStep[]): FakeReply => ({ steps });

test.each([...FAILING_MODELS])(
  "$name has its name, in time, without the key",
  async ({ reply, code, requests }) => {
    const { error, server, tookMs, logged } = await askModel([reply]);
    expect(error?.code).toBe(code);
    expect(server.requests).toHaveLength(requests);
    expect(tookMs).toBeLessThan(TEST_LIMITS.totalMs + 500);
    expect(error?.hint).not.toBeNull();
    const shown = `${error?.message} ${Bun.inspect(error)} ${JSON.stringify(error)} ${logged}`;
    expect(shown).not.toContain(TEST_KEY);
    expect(logged).toContain(code);
  },
);

test("what a provider behind OpenRouter says is told, keys are not", async () => {
  const raw = "upstream key sk-abc***************wxyz is\n  over its limit";
  const body = {
    error: { code: 502, message: "Provider returned error", metadata: { raw, provider_name: "X" } },
  };
  const { error } = await askModel([{ status: 502, headers: { "retry-after": "0" }, body }]);
  expect(error?.message).toContain("(Provider returned error: upstream key sk-… is over its limit)");
});

test("a server that is not there is unavailable", async () => {
  const { error } = await askModel([], { setup: { baseUrl: "http://127.0.0.1:9/v1" } });
  expect(error).toMatchObject({ code: "MODEL_UNAVAILABLE", status: null });
});

test("every failure goes on to the next model, except a key that is not accepted", async () => {
  const goOn = async ({ name, reply, code }: FailingModel) => {
    const { reply: written, told } = await askModel(
      ({ model }) => (model === "first" ? reply : saying("Sim [1].")),
      {
        setup: { models: ["first", "second"] },
      },
    );
    // Text of the model that failed was taken back.
    return { name, code, by: written?.model ?? null, told: told.join("") };
  };
  for (const { name, code, by, told } of await Promise.all(FAILING_MODELS.map(goOn))) {
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
    streaming({ say: "A posse" }, { error: { code: 502, message: "gone" } }),
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
