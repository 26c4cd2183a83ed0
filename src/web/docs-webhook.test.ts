import { expect, test } from "bun:test";
import { Hono } from "hono";
import { z } from "zod";
import { silentLog } from "../testing/silent-log.ts";
import { type DocsWebhook, receiveDocsWebhook } from "./docs-webhook.ts";
import { errorResponse } from "./http-error.ts";

const SECRET = "s3cret-of-the-webhook";
const MAIN = { ref: "refs/heads/main", oldSha: null, newSha: "b".repeat(40) };

function startApp(options: Partial<DocsWebhook> = {}) {
  let pushes = 0;
  const webhook = { secret: SECRET, docsRepo: "ana/rag-docs", pushed: () => pushes++, ...options };
  const app = new Hono();
  app.onError((error, c) => errorResponse(c, error, silentLog));
  app.post("/webhooks/docs", (c) => receiveDocsWebhook(c, webhook));
  const post = (body: unknown, secret = SECRET) =>
    app.request("/webhooks/docs", {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-Webhook-Secret": secret },
    });
  return { post, pushes: () => pushes };
}

const push = (change: { name?: string; type?: string; scope?: string; refs?: object[] } = {}) => ({
  event: { action: "update", scope: change.scope ?? "repo.content" },
  repo: { type: change.type ?? "dataset", name: change.name ?? "ana/rag-docs", id: "1", private: true },
  updatedRefs: change.refs ?? [MAIN],
});

test("only a push to main of the documents' repo sets anything off", async () => {
  const { post, pushes } = startApp();
  const send = async (body: unknown) => {
    const response = await post(body);
    expect(response.status).toBe(202);
    return z.object({ triggered: z.boolean() }).parse(await response.json()).triggered;
  };
  expect(await send(push())).toBe(true);
  const { updatedRefs: _, ...older } = push();
  expect(await send(older)).toBe(true);
  expect(pushes()).toBe(2);
  const others = [
    push({ name: "ana/rag-index" }),
    push({ type: "model" }),
    push({ scope: "repo.config" }),
    push({
      refs: [
        { ...MAIN, ref: "refs/tags/v1" },
        { ...MAIN, ref: "refs/heads/draft" },
      ],
    }),
    push({ refs: [{ ...MAIN, newSha: null }] }),
  ];
  for (const other of others) expect(await send(other)).toBe(false);
  expect(pushes()).toBe(2);
});

test("without the secret, without BUILD_ON_PUSH or with something else than an event nothing is set off", async () => {
  const { post, pushes } = startApp();
  expect((await post(push(), "wrong")).status).toBe(401);
  expect((await post({ ping: true })).status).toBe(400);
  expect((await startApp({ secret: null }).post(push(), "")).status).toBe(404);
  const off = await startApp({ pushed: null }).post(push());
  expect(off.status).toBe(404);
  expect(await off.text()).toContain("BUILD_ON_PUSH=true");
  // Whoever does not know the secret is not told that either.
  expect((await startApp({ pushed: null }).post(push(), "wrong")).status).toBe(401);
  expect(pushes()).toBe(0);
});
