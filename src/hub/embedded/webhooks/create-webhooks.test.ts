import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { silentLog } from "../../../testing/silent-log.ts";
import { createWebhook } from "../../create-webhook.ts";
import { deleteWebhook } from "../../delete-webhook.ts";
import { createHub } from "../../hub.ts";
import { listWebhooks } from "../../list-webhooks.ts";
import type { RefUpdate } from "../ref-update.ts";
import { createWebhooks, type Webhooks } from "./create-webhooks.ts";

const SECRET = "a-secret-that-nobody-may-read";
const UPDATE: RefUpdate = {
  repo: { type: "dataset", name: "local/rag-index" },
  private: true,
  headSha: "a".repeat(40),
  updatedRefs: [{ ref: "refs/heads/main", oldSha: "b".repeat(40), newSha: "a".repeat(40) }],
};
const WATCHED = [{ type: "dataset" as const, name: "local/rag-index" }];

interface Received {
  body: unknown;
  secret: string | null;
}

let dir: string;
let webhooks: Webhooks;
let server: ReturnType<typeof Bun.serve>;
let receiver: ReturnType<typeof Bun.serve>;
let received: Received[];
let waiting: { count: number; resolve: () => void }[];
let answer: (count: number) => Response | Promise<Response>;
const logged: unknown[] = [];
const log = {
  ...silentLog,
  warn: (...line: unknown[]) => logged.push(line),
  error: (...line: unknown[]) => logged.push(line),
};

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "webhooks-"));
  webhooks = createWebhooks({ dir, log, limits: { timeoutMs: 200, retryDelaysMs: [1, 1] } });
  server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: (request) => webhooks.routes.fetch(request) });
  received = [];
  waiting = [];
  logged.length = 0;
  answer = () => new Response("ok");
  receiver = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      received.push({ body: await request.json(), secret: request.headers.get("X-Webhook-Secret") });
      const response = answer(received.length);
      for (const { count, resolve } of waiting) if (received.length >= count) resolve();
      return response;
    },
  });
});

afterEach(async () => {
  await webhooks.stop();
  await Promise.all([server.stop(true), receiver.stop(true)]);
  rmSync(dir, { recursive: true });
});

function calls(count: number): Promise<void> {
  if (received.length >= count) return Promise.resolve();
  return new Promise((resolve) => waiting.push({ count, resolve }));
}

const hub = () => createHub({ url: server.url.href, token: "hf_x", log: silentLog });
const make = (path = "") =>
  createWebhook({ hub: hub(), url: `${receiver.url.origin}/${path}`, watched: WATCHED, secret: SECRET });

test("a change of a watched repository is told in the Hub's form, with the secret", async () => {
  const { id } = await make();
  webhooks.notify(UPDATE);
  await calls(1);
  const { body, secret } = z
    .object({ body: z.record(z.string(), z.unknown()), secret: z.string() })
    .parse(received[0]);
  expect(secret).toBe(SECRET);
  expect(body).toMatchObject({
    event: { action: "update", scope: "repo.content" },
    repo: {
      type: "dataset",
      name: "local/rag-index",
      private: true,
      headSha: UPDATE.headSha,
      url: {
        web: `${server.url.origin}/datasets/local/rag-index`,
        api: `${server.url.origin}/api/datasets/local/rag-index`,
      },
    },
    updatedRefs: UPDATE.updatedRefs,
    webhook: { id, version: 3 },
  });
});

test("a repository that is not watched, a disabled webhook and a deleted one are not told", async () => {
  const { id } = await make();
  webhooks.notify({ ...UPDATE, repo: { type: "model", name: "local/rag-index" } });
  webhooks.notify({ ...UPDATE, repo: { type: "dataset", name: "local/other" } });
  await fetch(`${server.url.origin}/api/settings/webhooks/${id}/disable`, { method: "POST" });
  webhooks.notify(UPDATE);
  await deleteWebhook({ hub: hub(), id });
  webhooks.notify(UPDATE);
  await make("last");
  webhooks.notify(UPDATE);
  await calls(1);
  expect(received).toHaveLength(1);
  expect((await listWebhooks({ hub: hub() })).map(({ url }) => url)).toEqual([`${receiver.url.origin}/last`]);
});

test("a user's repositories are all watched by the user's name", async () => {
  await createWebhook({ hub: hub(), url: receiver.url.href, watched: [{ type: "user", name: "local" }] });
  webhooks.notify(UPDATE);
  await calls(1);
  expect(received[0]?.secret).toBeNull();
});

test("a receiver that fails is tried again, and the next change waits for it", async () => {
  await make();
  answer = (count) => new Response(null, { status: count < 3 ? 500 : 200 });
  webhooks.notify(UPDATE);
  webhooks.notify({ ...UPDATE, headSha: "c".repeat(40) });
  await calls(4);
  const heads = received.map(
    ({ body }) => z.object({ repo: z.object({ headSha: z.string() }) }).parse(body).repo,
  );
  expect(heads.map(({ headSha }) => headSha[0])).toEqual(["a", "a", "a", "c"]);
});

test("a receiver that stays silent is given up in the end, without the secret in the log", async () => {
  await make(`path?token=${SECRET}`);
  answer = () => new Promise(() => undefined);
  webhooks.notify(UPDATE);
  await calls(3);
  while (logged.length < 3) await Bun.sleep(10);
  expect(received).toHaveLength(3);
  expect(JSON.stringify(logged)).toContain("no answer within 200 ms");
  expect(JSON.stringify(logged)).not.toContain(SECRET);
});

test("a slow receiver holds up neither the change nor other receivers", async () => {
  await createWebhook({ hub: hub(), url: "http://127.0.0.1:1/unreachable", watched: WATCHED });
  await make();
  const startMs = performance.now();
  webhooks.notify(UPDATE);
  expect(performance.now() - startMs).toBeLessThan(100);
  await calls(1);
});

test("webhooks survive a restart, are shown without their secret and only their owner may read the file", async () => {
  await make();
  const shown = await (await fetch(`${server.url.origin}/api/settings/webhooks`)).text();
  expect(shown).toContain('"hasSecret":true');
  expect(shown).not.toContain(SECRET);
  expect(statSync(join(dir, "webhooks.db")).mode & 0o777).toBe(0o600);
  await webhooks.stop();
  webhooks = createWebhooks({ dir, log });
  webhooks.notify(UPDATE);
  await calls(1);
  expect(received[0]?.secret).toBe(SECRET);
});

test("what a webhook cannot be is refused with what is expected", async () => {
  for (const [body, said] of [
    ["{", "not JSON"],
    [{ watched: WATCHED, url: "ftp://x" }, "an http or https URL"],
    [{ watched: [], url: "http://x" }, "watched"],
    [{ watched: WATCHED, url: "http://x", jobSourceId: "1" }, "they start no jobs"],
  ] as const) {
    const response = await fetch(`${server.url.origin}/api/settings/webhooks`, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(said);
  }
  expect((await fetch(`${server.url.origin}/api/settings/webhooks/${"0".repeat(24)}`)).status).toBe(404);
});
