import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hono } from "hono";
import { silentLog } from "../../testing/silent-log.ts";
import { createApp } from "./http/create-app.ts";
import type { HubEnv } from "./http/hub-context.ts";
import { createSigner } from "./http/signer.ts";
import { createJobs, type Jobs } from "./jobs/create-jobs.ts";
import { openStore, type Store } from "./store/store.ts";
import { createWebhooks, type Webhooks } from "./webhooks/create-webhooks.ts";

const TOKEN = "hf_onlyTheOwnerHasIt";
/** What a stranger may ask: nothing of it is in a repository, but for the list, which leaves private ones out. */
const OPEN = [
  "GET /",
  "GET /api/vademecum",
  "GET /api/agent-harnesses",
  "POST /api/validate-yaml",
  "GET /api/:type{(?:models|datasets|spaces)}",
];

/** Enough of a body for those calls that look at it first. */
const BODY = JSON.stringify({ operation: "download", objects: [] });

let dir: string;
let store: Store;
let jobs: Jobs;
let webhooks: Webhooks;
let app: Hono<HubEnv>;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "vademecum-routes-"));
  const clock = () => new Date();
  store = openStore(dir, clock);
  webhooks = createWebhooks({ dir, log: silentLog });
  jobs = createJobs({ dir, hub: { url: () => "", user: "local", token: TOKEN }, log: silentLog });
  const known = { user: "local", token: TOKEN, tokenCreated: clock(), folderId: "x" };
  app = createApp(
    { store, ...known, signer: createSigner(TOKEN, clock), log: silentLog, notify: webhooks.notify },
    [jobs.routes, webhooks.routes],
  );
  store.repos.create({
    type: "dataset",
    name: "local/closed",
    isPrivate: true,
    sdk: null,
    author: "local",
    changes: [],
  });
});
afterAll(async () => {
  await jobs.stop();
  await webhooks.stop();
  store.close();
  rmSync(dir, { recursive: true, force: true });
});

/** An address that a route answers to. */
const addressOf = (path: string): string =>
  path
    .replace(/:type(\{[^/]*?\}+)?(?=\/|$)/, "datasets")
    .replace(":owner", "local")
    .replace(":name", "closed")
    .replace(/:rev(\{.*?\}+)?/, "main")
    .replace(/:(sha256|hash)(\{.*?\}+)?/, "0".repeat(64))
    .replaceAll(/:\w+/g, "x");

test("each route of the Hub is closed to strangers, but for those that are known to be open", async () => {
  const routes = app.routes.filter(({ method, path }) => method !== "ALL" && !path.endsWith("*"));
  const names = [...new Set(routes.map(({ method, path }) => `${method} ${path}`))];
  expect(names.length).toBeGreaterThan(60);
  const open: string[] = [];
  for (const name of names) {
    const [method = "", path = ""] = name.split(" ");
    const answer = await app.request(addressOf(path), {
      method,
      ...(method === "GET" ? {} : { body: BODY }),
    });
    if (![401, 403].includes(answer.status)) open.push(name);
  }
  expect(open.toSorted()).toEqual(OPEN.toSorted());
});

test("the list that strangers see leaves private repositories out", async () => {
  expect(await (await app.request("/api/datasets")).json()).toEqual([]);
  const asOwner = { headers: { Authorization: `Bearer ${TOKEN}` } };
  expect(await (await app.request("/api/datasets", asOwner)).json()).toHaveLength(1);
});
