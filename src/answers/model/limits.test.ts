import { expect, test } from "bun:test";
import {
  type FakeRequest,
  type FakeStep,
  failing,
  saying,
  startFakeModel,
} from "../../testing/fake-model-server.ts";
import { hostileAnswers } from "../../testing/hostile-answers.ts";
import { silentLog } from "../../testing/silent-log.ts";
import { createModel } from "./create-model.ts";
import { askModel, TEST_LIMITS } from "./testing/ask-model.ts";

const longText = "Art. 1º A posse é o exercício de fato. 👩🏽‍⚖️ ".repeat(2_500);

test("100 kB of text are cut off, between characters, and the request is given up", async () => {
  expect(longText.length).toBeGreaterThan(100_000);
  const says = longText.match(/.{1,40}/gsu)?.map((say): FakeStep => ({ say })) ?? [];
  const { reply, told, server } = await askModel([{ steps: [...says, { stall: true }] }], {
    setup: { limits: { ...TEST_LIMITS, maxTextChars: 5_000, totalMs: 10_000 } },
  });
  expect(reply).toMatchObject({ cutOff: true, usage: null });
  expect(reply?.text.length).toBeGreaterThan(4_997);
  expect(reply?.text.length).toBeLessThanOrEqual(5_000);
  expect(longText.startsWith(reply?.text ?? "-")).toBe(true);
  expect(reply?.text.isWellFormed()).toBe(true);
  expect(told.join("")).toBe(reply?.text ?? "-");
  expect(await server.requests[0]?.closed).toEqual({ byClient: true });
});

test("an answer without an end, made of whatever bytes, is given up", async () => {
  const limits = { ...TEST_LIMITS, firstTokenMs: 5_000, totalMs: 10_000, maxBytes: 100_000 };
  const { promise: never } = Promise.withResolvers<void>();
  for (const raw of ["data: ", ": comment\n\n"]) {
    const steps: FakeStep[] = [{ raw: raw.repeat(20_000) }, { until: never }];
    const { error } = await askModel([{ steps }], { setup: { limits } });
    expect(error?.code).toBe("MODEL_BAD_ANSWER");
    expect(error?.message).toContain("100000 bytes");
  }
});

test("text comes whole however its bytes are cut", async () => {
  const text = "Ação: “usucapião” 👩🏽‍⚖️ §";
  for (const bytesPerWrite of [1, 2, 3, 7]) {
    const reply = { steps: [{ say: text }, { finish: "stop" }] as FakeStep[], bytesPerWrite };
    const limits = { firstTokenMs: 10_000, betweenTokensMs: 10_000, totalMs: 20_000 };
    expect((await askModel([reply], { setup: { limits } })).reply?.text).toBe(text);
  }
});

test("half a character in one event and half in the next is one character when it is told", async () => {
  const [high = "", low = ""] = "⚖😀".slice(1).split("");
  const { reply, told } = await askModel([
    { steps: [{ say: `a${high}` }, { say: `${low}b` }, { say: high }, { finish: "stop" }] },
  ]);
  expect(reply?.text).toBe("a😀b\ufffd");
  expect(told).toEqual(["a", "😀b", "\ufffd"]);
});

test("thinking keeps an answer alive, comments do not", async () => {
  const limits = { firstTokenMs: 700, betweenTokensMs: 700, totalMs: 5_000 };
  const wait: FakeStep = { waitMs: 400 };
  const alive = (step: FakeStep): FakeStep[] => [
    wait,
    step,
    wait,
    step,
    { say: "Sim [1]." },
    { finish: "stop" },
  ];
  expect(
    (await askModel([{ steps: alive({ delta: { reasoning: "hm" } }) }], { setup: { limits } })).reply?.text,
  ).toBe("Sim [1].");
  expect(
    (await askModel([{ steps: alive({ comment: "PROCESSING" }) }], { setup: { limits } })).error?.code,
  ).toBe("MODEL_TIMEOUT");
});

test("the time for the whole holds over all models, attempts and waits", async () => {
  const limits = { ...TEST_LIMITS, firstTokenMs: 300, totalMs: 700 };
  const models = ["first", "second", "third", "fourth", "fifth"];
  const { error, tookMs, server } = await askModel([{ silent: true }], { setup: { models, limits } });
  expect(error?.code).toBe("MODEL_TIMEOUT");
  expect(tookMs).toBeGreaterThanOrEqual(690);
  expect(tookMs).toBeLessThan(1_400);
  expect(server.requests.length).toBeLessThanOrEqual(3);
  const dripping: FakeStep[] = Array.from(
    { length: 100 },
    () => [{ say: "a " }, { waitMs: 30 }] as FakeStep[],
  ).flat();
  const slow = await askModel([{ steps: dripping }], { setup: { limits } });
  expect(slow.error?.message).toContain("within 0.7 s");
});

test("who gives up gets the own reason, at every moment, and the server's connection ends", async () => {
  const reason = new Error("the member went away");
  const begun: FakeStep[] = [{ say: "A posse" }, { stall: true }];
  const moments = [{ silent: true } as const, { steps: begun }, failing(503, "busy", { "retry-after": "5" })];
  for (const reply of moments) {
    const { promise: seen, resolve: see } = Promise.withResolvers<FakeRequest>();
    const server = await startFakeModel((request) => {
      see(request);
      return reply;
    });
    const setup = { baseUrl: server.url, apiKey: null, models: ["first"], referer: null, title: null };
    const caller = new AbortController();
    const asking = createModel({ ...setup, log: silentLog }).stream({
      messages: [],
      maxTokens: 10,
      signal: caller.signal,
      onText: () => caller.abort(reason),
    });
    const outcome = asking.catch((error: unknown) => error);
    const request = await seen;
    if ("status" in reply) await request.closed;
    if (!("steps" in reply)) caller.abort(reason);
    expect(await outcome).toBe(reason);
    await request.closed;
    await server.stop();
  }
});

test("a caller who is gone before is not asked for, and one who fails is told so", async () => {
  const gone = AbortSignal.abort(new Error("gone"));
  expect(askModel([saying("Sim")], { request: { signal: gone } })).rejects.toThrow("gone");
  const onText = () => {
    throw new TypeError("the page is closed");
  };
  const server = await startFakeModel([saying("Sim [1].")]);
  const setup = {
    baseUrl: server.url,
    apiKey: null,
    models: ["first", "second"],
    referer: null,
    title: null,
  };
  const asking = createModel({ ...setup, log: silentLog }).stream({
    messages: [],
    maxTokens: 10,
    signal: new AbortController().signal,
    onText,
  });
  expect(await asking.catch((error: unknown) => String(error))).toContain("the page is closed");
  expect(server.requests).toHaveLength(1);
  await server.stop();
});

test("what a model says comes as it is said, whatever it is: judging it is another's part", async () => {
  const answers = hostileAnswers("Considera-se possuidor todo aquele que tem de fato o exercício");
  const maxTextChars = 24_000;
  for (const [name, answer] of Object.entries(answers)) {
    const limits = { ...TEST_LIMITS, totalMs: 10_000, maxTextChars };
    const { reply, told } = await askModel([saying(answer)], { setup: { limits } });
    expect([name, reply?.text === answer.slice(0, maxTextChars), reply?.cutOff]).toEqual([
      name,
      true,
      answer.length > maxTextChars,
    ]);
    expect(told.join("")).toBe(reply?.text ?? "-");
  }
});
