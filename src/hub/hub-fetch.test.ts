import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { rm, truncate } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FaultyHub, startFaultyHub } from "../testing/faulty-hub.ts";
import { createHub } from "./hub.ts";
import { failureOf, TEST_TOKEN, watchedHub } from "./testing/watched-hub.ts";

let server: FaultyHub;
beforeEach(async () => {
  server = await startFaultyHub(() => Response.json({ right: true }));
});
afterEach(() => server.stop());

const answer = (status: number, headers: Record<string, string> = {}, body = "") =>
  ({ kind: "answer", status, headers: { "X-Request-Id": "req-7", ...headers }, body }) as const;

describe("answers that asking again would not change are thrown at once", () => {
  const cases = [
    [401, "HUB_UNAUTHORIZED", "HF_TOKEN"],
    [403, "HUB_FORBIDDEN", "may write"],
    [404, "HUB_NOT_FOUND", "INDEX_REPO_ID"],
    [409, "HUB_CONFLICT", "choose another name"],
    [412, "HUB_STALE_PARENT", "run the command again"],
    [416, "HUB_BAD_RANGE", "run the command again"],
    [422, "HUB_REFUSED", "does not accept"],
  ] as const;
  for (const [status, code, hint] of cases) {
    test(`${status} is ${code}`, async () => {
      const { hub, waits } = watchedHub(server.url);
      server.inject(answer(status, { "Content-Type": "application/json" }, '{"error":"its own words"}'));
      const error = await failureOf(hub.fetch(`${server.url}/api/x?signature=1`));
      expect(error).toMatchObject({ code, status, requestId: "req-7", url: `${server.url}/api/x` });
      expect(error.message).toContain(`${status} (its own words)`);
      expect(error.message).toContain("req-7");
      expect(error.hint).toContain(hint);
      expect(server.requests).toHaveLength(1);
      expect(waits).toEqual([]);
    });
  }
});

describe("429 is waited out as the Hub asks", () => {
  test("by Retry-After in seconds", async () => {
    const { hub, waits } = watchedHub(server.url);
    server.inject(answer(429, { "Retry-After": "7", RateLimit: '"api";r=0;t=99' }));
    expect((await hub.fetch(`${server.url}/api/x`)).status).toBe(200);
    expect(waits).toEqual([7000]);
  });

  test("by RateLimit, a second longer than its t", async () => {
    const { hub, waits } = watchedHub(server.url);
    server.inject(answer(429, { RateLimit: '"api";r=0;t=55' }));
    await hub.fetch(`${server.url}/api/x`);
    expect(waits).toEqual([56_000]);
  });

  test("without headers by growing waits, as often as the limit says", async () => {
    const { hub, waits } = watchedHub(server.url);
    server.inject(answer(429), { times: 9 });
    const error = await failureOf(hub.fetch(`${server.url}/api/x`));
    expect(error).toMatchObject({ code: "HUB_RATE_LIMITED", status: 429, requestId: "req-7" });
    expect(error.message).toContain("given up after 5 attempts");
    expect(error.hint).toContain("wait");
    expect(server.requests).toHaveLength(5);
    expect(waits).toHaveLength(4);
    for (const [i, ms] of waits.entries()) {
      expect(ms).toBeGreaterThanOrEqual(250 * 2 ** i);
      expect(ms).toBeLessThanOrEqual(500 * 2 ** i);
    }
  });

  test("a wait longer than anybody should have is an error that says how long", async () => {
    const { hub, waits } = watchedHub(server.url);
    server.inject(answer(429, { "Retry-After": "3600" }));
    const error = await failureOf(hub.fetch(`${server.url}/api/x`));
    expect(error).toMatchObject({ code: "HUB_RATE_LIMITED", hint: "run the command again in 3600 s" });
    expect(error.expected).toBe("a wait of at most 330 s");
    expect(waits).toEqual([]);
  });

  test("also for a call that must not be made twice, since it was not carried out", async () => {
    const { hub } = watchedHub(server.url);
    server.inject(answer(429));
    await hub.fetch(`${server.url}/api/jobs/x`, { method: "POST", body: "{}" });
    expect(server.requests).toHaveLength(2);
  });
});

describe("faults of the Hub", () => {
  test("500 is tried again, and logged", async () => {
    const { hub, lines } = watchedHub(server.url);
    server.inject(answer(500), { times: 4 });
    expect(await (await hub.fetch(`${server.url}/api/x`)).json()).toEqual({ right: true });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject(
      [1, 2, 3, 4].map((attempt) => ({ code: "HUB_UNAVAILABLE", attempt })),
    );
  });

  test("a Hub whose disk is full is said to be that, at once", async () => {
    const { hub, waits } = watchedHub(server.url);
    server.inject(answer(507));
    const error = await failureOf(hub.fetch(`${server.url}/lfs/x`, { method: "PUT", body: "content" }));
    expect(error).toMatchObject({ code: "HUB_UNAVAILABLE", status: 507 });
    expect(error.hint).toContain("make room");
    expect(waits).toEqual([]);
  });

  test("a 502 page of a proxy is not shown", async () => {
    const { hub } = watchedHub(server.url, { attempts: 2 });
    server.inject(answer(502, { "Content-Type": "text/html" }, "<html><h1>Bad Gateway</h1></html>"), {
      times: 2,
    });
    const error = await failureOf(hub.fetch(`${server.url}/api/x`));
    expect(error).toMatchObject({ code: "HUB_UNAVAILABLE", status: 502, requestId: "req-7" });
    expect(error.message).not.toContain("<");
    expect(error.hint).toContain("run the command again later");
    expect(server.requests).toHaveLength(2);
  });

  test("an error whose text breaks off still says its status", async () => {
    const { hub } = watchedHub(server.url);
    const broken = await startFaultyHub(() => Response.json({ error: "long words" }, { status: 403 }));
    broken.inject({ kind: "truncated", bytes: 3 });
    expect(await failureOf(hub.fetch(`${broken.url}/api/x`))).toMatchObject({
      code: "HUB_FORBIDDEN",
      status: 403,
    });
    broken.stop();
  });

  test("a call that must not be made twice is not repeated where it may have been carried out", async () => {
    for (const fault of [answer(500), answer(503), { kind: "lost-answer" } as const]) {
      const { hub } = watchedHub(server.url);
      const before = server.requests.length;
      server.inject(fault);
      await failureOf(hub.fetch(`${server.url}/api/jobs/x`, { method: "POST", body: "{}" }));
      expect(server.requests).toHaveLength(before + 1);
    }
  });

  test("a POST that only asks is repeated", async () => {
    const { hub } = watchedHub(server.url);
    server.inject({ kind: "lost-answer" });
    await hub.fetch(`${server.url}/api/datasets/a/b/paths-info/main`, { method: "POST", body: "{}" });
    expect(server.requests).toHaveLength(2);
  });
});

describe("connections that fail", () => {
  for (const fault of [
    { kind: "reset" },
    { kind: "truncated", bytes: 4 },
    { kind: "reset-body", bytes: 4 },
  ] as const) {
    test(`${fault.kind}: an API's answer is asked for again`, async () => {
      const { hub, waits } = watchedHub(server.url);
      server.inject(fault, { times: 2 });
      expect(await (await hub.fetch(`${server.url}/api/x`)).json()).toEqual({ right: true });
      expect(server.requests).toHaveLength(3);
      expect(waits).toHaveLength(2);
    });

    test(`${fault.kind}: what cannot be had is an error that says what to look at`, async () => {
      const { hub } = watchedHub(server.url, { attempts: 3 });
      server.inject(fault, { times: 3 });
      const error = await failureOf(hub.fetch(`${server.url}/api/x?signature=1`));
      expect(error).toMatchObject({ code: "HUB_UNREACHABLE", status: null, requestId: null });
      expect(error.message).toContain("broke off");
      expect(error.message).toContain("given up after 3 attempts");
      expect(error.message).not.toContain("signature");
      expect(error.hint).toContain("network");
    });
  }

  test("nobody there", async () => {
    const gone = await startFaultyHub(() => new Response());
    gone.stop();
    const { hub, waits } = watchedHub(gone.url);
    const error = await failureOf(hub.fetch(`${gone.url}/api/x?signature=1`));
    expect(error).toMatchObject({ code: "HUB_UNREACHABLE", status: null });
    expect(error.message).toContain("nobody answers there");
    expect(Bun.inspect(error)).not.toContain("signature");
    expect(waits).toHaveLength(4);
  });

  test("silence before an answer", async () => {
    const { hub } = watchedHub(server.url, { headersTimeoutMs: 50, attempts: 2 });
    server.inject({ kind: "silent" }, { times: 2 });
    const error = await failureOf(hub.fetch(`${server.url}/api/x`));
    expect(error).toMatchObject({ code: "HUB_TIMEOUT", status: null });
    expect(error.message).toContain("no answer within 50 ms");
    expect(error.hint).toContain("run the command again");
    expect(server.requests).toHaveLength(2);
  });

  test("silence in the middle of a body", async () => {
    const { hub } = watchedHub(server.url, { silenceMs: 250, attempts: 2 });
    server.inject({ kind: "silent", bytes: 4 });
    expect(await (await hub.fetch(`${server.url}/api/x`)).json()).toEqual({ right: true });
    server.inject({ kind: "silent", bytes: 4 });
    const response = await hub.fetch(`${server.url}/file`);
    expect(await failureOf(response.text())).toMatchObject({ code: "HUB_TIMEOUT" });
  });

  test("without other limits, silence is borne for 30 s", () => {
    expect(watchedHub(server.url).hub.limits).toMatchObject({ headersTimeoutMs: 30_000, silenceMs: 30_000 });
  });
});

describe("a caller that gives up", () => {
  const reason = new Error("enough");

  test("before an answer", async () => {
    const { hub } = watchedHub(server.url);
    server.inject({ kind: "silent" });
    const controller = new AbortController();
    const call = hub.fetch(`${server.url}/api/x`, { signal: controller.signal });
    while (server.requests.length === 0) await Bun.sleep(1);
    controller.abort(reason);
    await expect(call).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });

  test("in the middle of a body", async () => {
    const { hub } = watchedHub(server.url);
    server.inject({ kind: "silent", bytes: 4 });
    const controller = new AbortController();
    const response = await hub.fetch(`${server.url}/file`, { signal: controller.signal });
    const reading = response.text();
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
  });

  test("while it waits for the next attempt", async () => {
    const controller = new AbortController();
    const { hub: watched } = watchedHub(server.url);
    const sleep = (_: number, signal: AbortSignal) => {
      controller.abort(reason);
      return Promise.reject(signal.reason);
    };
    const hub = createHub({ url: server.url, token: null, log: watched.log, sleep });
    server.inject(answer(500), { times: 5 });
    const call = hub.fetch(`${server.url}/api/x`, { signal: controller.signal });
    await expect(call).rejects.toBe(reason);
    expect(server.requests).toHaveLength(1);
  });
});

test("a HEAD of a JSON file, a 304 and a 204 have no body, and none is missed", async () => {
  const { hub } = watchedHub(server.url);
  expect((await hub.fetch(`${server.url}/api/x`, { method: "HEAD" })).status).toBe(200);
  for (const status of [204, 304]) {
    server.inject(answer(status, { "Content-Type": "application/json" }));
    const response = await hub.fetch(`${server.url}/api/x`);
    expect([response.status, await response.text()]).toEqual([status, ""]);
  }
  expect(server.requests).toHaveLength(3);
});

test("a Blob is sent again from its start, and its progress is told", async () => {
  const { hub } = watchedHub(server.url);
  const content = new Blob([new Uint8Array(3_000_000).fill(7)]);
  server.inject(answer(500), { times: 2 });
  const progress: number[] = [];
  const request = { method: "PUT", body: content, onUpload: (bytes: number) => void progress.push(bytes) };
  await hub.fetch(`${server.url}/lfs/x`, request);
  expect(server.requests.map(({ body }) => body.length)).toEqual([3_000_000, 3_000_000, 3_000_000]);
  expect(server.requests[2]?.headers.get("Content-Length")).toBe("3000000");
  expect(progress.filter((bytes) => bytes === 3_000_000)).toHaveLength(3);
});

test("a file that becomes shorter while it is sent is no fault of the connection", async () => {
  const { hub, waits } = watchedHub(server.url);
  const path = join(tmpdir(), `shrinking-${crypto.randomUUID()}`);
  await Bun.write(path, Buffer.alloc(5_000_000));
  const content = Bun.file(path);
  expect(content.size).toBe(5_000_000);
  await truncate(path, 2_000_000);
  const call = hub.fetch(`${server.url}/lfs/x`, { method: "PUT", body: content });
  await expect(call).rejects.toMatchObject({
    code: "UPLOAD_FILE_CHANGED",
    expected: "5000000 bytes, got 2000000",
  });
  expect(waits).toEqual([]);
  await rm(path);
});

test("an upload that nobody takes ends", async () => {
  const deaf = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: { open: (socket) => void socket.pause(), data() {} },
  });
  const url = `http://127.0.0.1:${deaf.port}`;
  const { hub } = watchedHub(url, { silenceMs: 80, headersTimeoutMs: 80, attempts: 1 });
  const call = hub.fetch(`${url}/lfs/x`, { method: "PUT", body: new Blob([new Uint8Array(60_000_000)]) });
  expect(await failureOf(call)).toMatchObject({ code: "HUB_TIMEOUT" });
  deaf.stop(true);
});

test("the token goes with every call to the Hub itself", async () => {
  const { hub } = watchedHub(server.url);
  await hub.fetch(`${server.url}/api/x`);
  expect(server.requests[0]?.headers.get("Authorization")).toBe(`Bearer ${TEST_TOKEN}`);
});
