import { afterAll, afterEach, beforeAll, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BuildInfo, Manifest } from "../domain/manifest.ts";
import { createRepo } from "../hub/create-repo.ts";
import { type EmbeddedHub, startEmbeddedHub } from "../hub/embedded/start-embedded-hub.ts";
import { createHub, type Hub, type Repo } from "../hub/hub.ts";
import { openStorage, readManifest } from "../revisions/storage.ts";
import { commitRevision, putInService } from "../revisions/sync/testing/small-revision.ts";
import { runVade, writeLaw } from "../testing/run-vade.ts";
import { silentLog } from "../testing/silent-log.ts";
import { type SpaceProcess, startSpaceProcess } from "../testing/space-process.ts";

const SECRET = "what-the-webhook-knows";
const QUESTION = "qual é o prazo para recorrer?";

let dir: string;
let server: EmbeddedHub;
let at: { hub: Hub; repo: Repo };
let builds: { dir: string; build: BuildInfo }[];
let spaces: SpaceProcess[] = [];

/** A real index of one law, which differs by one word. */
async function build(name: string, days: string): Promise<{ dir: string; build: BuildInfo }> {
  const docs = join(dir, name, "docs_rag");
  await writeLaw(docs, "lei-9999-recursos.rtf", [
    "LEI Nº 9.999, DE 1º DE MARÇO DE 2001",
    `Art. 1º O prazo para recorrer da decisão é de ${days} dias, contados da intimação das partes.`,
    "Art. 2º O recurso administrativo tem efeito suspensivo quando a autoridade assim o declarar.",
    "Art. 3º A multa por atraso na entrega dos documentos é de dois por cento ao mês.",
  ]);
  const storageDir = join(dir, name, "store");
  const run = await runVade(["reindex", "--docs", docs], { storageDir });
  expect(run.exitCode).toBe(0);
  const storage = openStorage(storageDir);
  const built = storage.revisionDir(storage.current() ?? "");
  const { revision, tag: _t, previous: _p, evaluation: _e, ...shared } = readManifest(built);
  return { dir: built, build: { ...shared, content: revision } };
}

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), "vademecum-space-"));
  builds = await Promise.all([build("a", "cinco"), build("b", "quinze")]);
  server = await startEmbeddedHub({ dir: join(dir, "hub"), port: 0, log: silentLog });
  at = {
    hub: createHub({ url: server.url, token: server.token, log: silentLog }),
    repo: { type: "dataset", name: `${server.user}/rag-index` },
  };
  await createRepo(at);
}, 60_000);
afterEach(async () => {
  for (const space of spaces) await space.end("SIGKILL");
  spaces = [];
});
afterAll(async () => {
  await server.stop();
  rmSync(dir, { recursive: true, force: true });
});

const publish = async (index: 0 | 1): Promise<Manifest> => {
  const built = builds[index];
  if (!built) throw new Error("there are two builds");
  return commitRevision(at, built.dir, { ...built.build, created_at: new Date().toISOString() });
};

async function start(name: string, env: Record<string, string> = {}): Promise<SpaceProcess> {
  const space = await startSpaceProcess({
    stateDir: join(dir, name),
    env: {
      HF_ENDPOINT: server.url,
      HF_TOKEN: server.token,
      DOCS_REPO_ID: `${server.user}/rag-docs`,
      INDEX_REPO_ID: at.repo.name,
      INDEX_POLL_SECONDS: "3600",
      WEBHOOK_SECRET: SECRET,
      ...env,
    },
  });
  spaces.push(space);
  return space;
}

/** What these tests look at in the answers of the Space. */
interface Told {
  revision: unknown;
  last_error: { code: string } | null;
}
const getJson = async (url: string) => (await (await fetch(url)).json()) as Told;
const ask = (space: SpaceProcess) =>
  fetch(`${space.url}/api/ask?question=${encodeURIComponent(QUESTION)}`, { keepalive: false });

async function until(what: string, look: () => Promise<boolean> | boolean): Promise<void> {
  const deadlineMs = performance.now() + 15_000;
  while (!(await look())) {
    if (performance.now() > deadlineMs) throw new Error(`waited in vain until ${what}`);
    await Bun.sleep(10);
  }
}

const untilServing = (space: SpaceProcess, manifest: Manifest) =>
  until(`${manifest.tag} is served; ${space.stderr().slice(-2000)}`, async () => {
    return (await getJson(`${space.url}/readyz`)).revision === manifest.revision;
  });

const notify = (space: SpaceProcess) =>
  fetch(`${space.url}/webhooks/hub`, {
    method: "POST",
    headers: { "X-Webhook-Secret": SECRET, "Content-Type": "application/json" },
    body: JSON.stringify({ repo: { type: at.repo.type, name: at.repo.name } }),
  });

test("a Space without an index says what it waits for, and is ready as soon as a revision is put into service", async () => {
  const space = await start("empty");
  expect((await fetch(`${space.url}/healthz`)).status).toBe(200);
  expect((await fetch(`${space.url}/readyz`)).status).toBe(503);
  await until("the status says why", async () => {
    return (await getJson(`${space.url}/api/status`)).last_error?.code === "NOTHING_PUBLISHED";
  });
  const manifest = await publish(0);
  await putInService(at, manifest);
  expect((await notify(space)).status).toBe(202);
  await untilServing(space, manifest);
  const answer = await (await ask(space)).json();
  expect(JSON.stringify(answer)).toContain("cinco dias");
  const status = await getJson(`${space.url}/api/status`);
  expect(status).toMatchObject({ ready: true, revision: { tag: manifest.tag, chunks: 4 }, last_error: null });
  expect(JSON.stringify(status)).not.toContain(server.token);
});

test("a promotion is served by webhook, a roll-back within two seconds, and the log says what changed", async () => {
  const [old, fresh] = [await publish(0), await publish(1)];
  await putInService(at, old);
  const space = await start("webhook");
  await untilServing(space, old);
  await putInService(at, fresh);
  await notify(space);
  await untilServing(space, fresh);
  expect(JSON.stringify(await (await ask(space)).json())).toContain("quinze dias");
  await until("the change is told", () => space.stderr().includes('"documentsChanged":1'));
  const startedMs = performance.now();
  await putInService(at, old);
  await notify(space);
  await untilServing(space, old);
  expect(performance.now() - startedMs).toBeLessThan(2000);
  expect(JSON.stringify(await (await ask(space)).json())).toContain("cinco dias");
});

test("a revision of a model that is not here, or with other weights, is told apart; the old one goes on", async () => {
  const old = await publish(0);
  await putInService(at, old);
  const space = await start("models");
  await untilServing(space, old);
  const built = builds[1];
  if (!built) throw new Error("there are two builds");
  for (const [other, code] of [
    [{ embed_model: "no-such-model", embed_fingerprint: "no-such-model:q8:1" }, "MODEL_MISSING"],
    [{ embed_fingerprint: `e5-small-pt:q8:${"0".repeat(64)}` }, "MODEL_MISMATCH"],
  ] as const) {
    await putInService(at, await commitRevision(at, built.dir, { ...built.build, ...other }));
    await notify(space);
    await until(`the status says ${code}`, async () => {
      return (await getJson(`${space.url}/api/status`)).last_error?.code === code;
    });
    expect(JSON.stringify(await (await ask(space)).json())).toContain("cinco dias");
  }
  expect(space.stderr()).toContain("the one before goes on being served");
});

test("without a webhook the poll finds what was put into service", async () => {
  const [old, fresh] = [await publish(0), await publish(1)];
  await putInService(at, old);
  const space = await start("poll", { INDEX_POLL_SECONDS: "1" });
  await untilServing(space, old);
  await putInService(at, fresh);
  await untilServing(space, fresh);
});

test("told to stop, the Space answers what is in flight and ends with 0", async () => {
  const manifest = await publish(0);
  await putInService(at, manifest);
  const space = await start("stopping");
  await untilServing(space, manifest);
  const asked = Array.from({ length: 30 }, () => ask(space));
  await Promise.race(asked);
  const ending = space.end("SIGTERM");
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  expect(statuses).toEqual(Array(30).fill(200));
  expect(await ending).toEqual({ exitCode: 0, signal: null });
});

test("killed in the middle of a swap and started while the Hub is away, the Space serves the old or the new revision", async () => {
  const [old, fresh] = [await publish(0), await publish(1)];
  for (const [round, delayMs] of [0, 60, 120].entries()) {
    const name = `killed-${round}`;
    await putInService(at, old);
    const first = await start(name);
    await untilServing(first, old);
    await putInService(at, fresh);
    await notify(first);
    await Bun.sleep(delayMs);
    expect((await first.end("SIGKILL")).signal).toBe("SIGKILL");

    const second = await start(name, { HF_ENDPOINT: "http://127.0.0.1:9" });
    expect(second.stderr()).toContain("the Hub has not been asked yet");
    const revision = String((await getJson(`${second.url}/readyz`)).revision);
    expect([old.revision, fresh.revision]).toContain(revision);
    const answer = JSON.stringify(await (await ask(second)).json());
    expect(answer).toContain(revision === old.revision ? "cinco dias" : "quinze dias");
    await second.end("SIGTERM");

    const third = await start(name);
    await untilServing(third, fresh);
    expect((await third.end("SIGTERM")).exitCode).toBe(0);
    const kept = readdirSync(join(dir, name, "storage")).filter((entry) => !entry.startsWith("vademecum.db"));
    expect(kept.sort()).toEqual(["current", "revisions"]);
  }
}, 60_000);

test("a Space that cannot listen, or does not know its index, ends and says what to set", async () => {
  const space = await start("first");
  const port = new URL(space.url).port;
  await expect(start("second", { PORT: port })).rejects.toThrow(/PORT_IN_USE[\s\S]*what to do/);
  await expect(start("third", { INDEX_REPO_ID: "" })).rejects.toThrow("INDEX_REPO_ID");
  const wrong = await runVade(["serve", "--port", "99999"], { storageDir: join(dir, "fourth") });
  expect([wrong.exitCode, wrong.stderr.includes("a port from 0")]).toEqual([2, true]);
});

test("sync brings what is in service into the local store, where ask finds it", async () => {
  const manifest = await publish(1);
  await putInService(at, manifest);
  const storageDir = join(dir, "synced");
  const env = {
    HF_ENDPOINT: server.url,
    HF_TOKEN: server.token,
    DOCS_REPO_ID: `${server.user}/rag-docs`,
    INDEX_REPO_ID: at.repo.name,
  };
  const synced = await runVade(["sync", "--json"], { storageDir, env });
  expect(JSON.parse(synced.stdout)).toMatchObject({ tag: manifest.tag, unchanged: false });
  const again = await runVade(["sync", "--json"], { storageDir, env });
  expect(JSON.parse(again.stdout)).toMatchObject({ tag: manifest.tag, unchanged: true });
  const asked = await runVade(["ask", QUESTION], { storageDir });
  expect(asked.stdout).toContain("quinze dias");
});
