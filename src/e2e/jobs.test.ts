import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { PROJECT_ROOT } from "../config.ts";
import { createWebhook } from "../hub/create-webhook.ts";
import type { Clock } from "../hub/embedded/jobs/clock.ts";
import { type EmbeddedHub, startEmbeddedHub } from "../hub/embedded/start-embedded-hub.ts";
import { createHub } from "../hub/hub.ts";
import { listJobs } from "../hub/list-jobs.ts";
import { readInService } from "../revisions/publish/read-in-service.ts";
import { runVade, startVade, writeLaw } from "../testing/run-vade.ts";
import { silentLog } from "../testing/silent-log.ts";
import { startSpaceProcess } from "../testing/space-process.ts";

setDefaultTimeout(60_000);

const DAY_MS = 24 * 60 * 60 * 1000;
const SECRET = "the-secret-of-the-webhook";
const dir = mkdtempSync(join(tmpdir(), "vademecum-e2e-jobs-"));
const docs = join(dir, "leis");
const at = { storageDir: join(dir, "storage") };
const stateDir = join(dir, "storage", "state");
const vade = (...args: string[]) => runVade(args, at);

/** What a command prints with `--json`. */
async function json(...args: string[]) {
  const run = await vade(...args, "--json");
  if (run.exitCode !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}

/** The system's time, which can be moved on. */
const clock = (() => {
  let movedMs = 0;
  const waiting = new Set<() => void>();
  const after: Clock["after"] = (ms, callback) => {
    const fire = () => {
      takeBack();
      callback();
    };
    const timer = setTimeout(fire, ms);
    const takeBack = () => {
      clearTimeout(timer);
      waiting.delete(fire);
    };
    waiting.add(fire);
    return takeBack;
  };
  return {
    now: () => Date.now() + movedMs,
    after,
    move(ms: number) {
      movedMs += ms;
      for (const fire of [...waiting]) fire();
    },
  };
})();

// Each test goes on where the one before it ended, as an operator does. The Hub stays up, as ./vade hub does.
let hub: EmbeddedHub;
let first: { tag: string; revision: string; job: { id: string } };

beforeAll(async () => {
  hub = await startEmbeddedHub({
    dir: join(stateDir, "hub"),
    port: 0,
    log: silentLog,
    announce: true,
    schedules: true,
    root: PROJECT_ROOT,
    jobClock: clock,
  });
  mkdirSync(docs);
  await writeLaw(docs, "bibliotecas.rtf", [
    "LEI Nº 90.001, DE 2001",
    "Art. 1º O leitor leva até cinco livros.",
  ]);
  await json("docs", "push", docs);
});
/** For what only has to be looked at: a command takes longer to start than to ask. */
const client = () => createHub({ url: hub.url, token: hub.token, log: silentLog });
afterAll(async () => {
  await hub.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** Waits until a command's stderr says something. */
async function untilSaid(child: ReturnType<typeof startVade>, text: string): Promise<() => Promise<string>> {
  let said = "";
  const { promise: found, resolve } = Promise.withResolvers<void>();
  const reading = (async () => {
    for await (const piece of child.stderr.pipeThrough(new TextDecoderStream())) {
      said += piece;
      if (said.includes(text)) resolve();
    }
    resolve();
    return said;
  })();
  await found;
  return () => reading;
}

const INDEX = { type: "dataset" as const, name: "local/rag-index" };
const inService = async () => (await readInService({ hub: client(), repo: INDEX }))?.manifest;
const jobs = () => listJobs({ hub: client(), namespace: hub.user });

async function until<T>(find: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    await Bun.sleep(100);
  }
}

test("a build as a job is followed, published, and ends with the report of a build here", async () => {
  const run = await vade("reindex", "--remote", "--json");
  expect(run.stderr).toContain("RUNNING");
  expect(run.stderr).toContain("COMPLETED");
  expect(run.exitCode).toBe(0);
  first = JSON.parse(run.stdout);
  expect(first).toMatchObject({
    outcome: "promoted",
    local: false,
    source: { repo: "local/rag-docs" },
    build: { documents: 1, refused: [] },
    verdict: { passed: true },
    job: { stage: "COMPLETED", flavor: "cpu-basic" },
  });
  expect(await inService()).toMatchObject({ tag: first.tag, revision: first.revision });
  expect(await json("jobs", "list")).toMatchObject({
    total: 1,
    jobs: [{ id: first.job.id, stage: "COMPLETED", build: true, scheduled_job: null }],
  });
  const logs = await vade("jobs", "logs", first.job.id.slice(0, 12));
  expect(logs.stdout).toContain(`in service: ${first.tag}`);
  expect(logs.stdout).toContain("1 read, 0 refused");
  expect(logs.stdout).not.toContain("vademecum-report");
});

test("while a build runs another is refused; cancelled, it leaves what is in service as it was", async () => {
  const articles = Array.from(
    { length: 150 },
    (_, n) => `Art. ${n + 1}º O item ${n} do anexo ${n * 7} é público.`,
  );
  await writeLaw(docs, "grande.rtf", ["LEI Nº 90.002, DE 2002", ...articles]);
  await json("docs", "push", docs);
  const child = startVade(["reindex", "--remote"], at);
  const stderr = await untilSaid(child, "the index repo can be written");
  const second = await vade("reindex", "--remote");
  expect(second.exitCode).toBe(1);
  expect(second.stderr).toContain("BUILD_RUNNING");
  const running = (await jobs())[0];
  expect(running?.stage).toBe("RUNNING");
  expect(second.stderr).toContain(`./vade jobs cancel ${running?.id}`);
  expect(await json("jobs", "cancel", running?.id ?? "")).toMatchObject({
    stage: "CANCELED",
    had_ended: false,
  });
  expect(await child.exited).toBe(1);
  expect(await stderr()).toContain("JOB_CANCELED");
  expect((await inService())?.tag).toBe(first.tag);
  const { id } = running ?? { id: "" };
  expect(await json("jobs", "cancel", id)).toMatchObject({ stage: "CANCELED", had_ended: true });
});

test("whoever stops following leaves the job running, and one that fails fails here in the same way", async () => {
  const child = startVade(["reindex", "--remote"], {
    ...at,
    env: { DOCS_REPO_ID: "local/no-such-repo" },
  });
  const stderr = await untilSaid(child, "RUNNING");
  child.kill("SIGINT");
  expect(await child.exited).toBe(1);
  const { id } = (await jobs())[0] ?? { id: "" };
  expect(await stderr()).toContain(`./vade jobs logs ${id} --follow`);
  const logs = await vade("jobs", "logs", id, "--follow");
  expect(logs.stdout).toContain("[NO_DOCUMENTS]");
  expect(logs.stderr).toContain(`job ${id}: ERROR`);
  const unknown = await vade("jobs", "logs", `${id.slice(0, -1)}x`);
  expect(unknown.exitCode).toBe(2);
  expect(unknown.stderr).toContain(id);
});

test("a schedule builds when its time has come, rests while it is suspended, and can be deleted", async () => {
  rmSync(join(docs, "grande.rtf"));
  await writeLaw(docs, "cavalos.rtf", ["LEI Nº 90.003, DE 2003", "Art. 1º O cavalo tem preferência."]);
  const pushed = await json("docs", "push", docs, "--delete", "--yes");
  const made = await json("jobs", "schedule", "0 4 * * *");
  expect(made).toMatchObject({ schedule: "0 4 * * *", new: true, suspended: false });
  expect(made.next_run_at).toMatch(/T04:00:00\.000Z$/);
  expect(await json("jobs", "schedule", "0 4 * * *")).toMatchObject({ id: made.id, new: false });
  const before = (await jobs()).length;
  await json("jobs", "schedule", "suspend", made.id);
  clock.move(DAY_MS);
  expect(await jobs()).toHaveLength(before);
  await json("jobs", "schedule", "resume", made.id.slice(0, 14));
  clock.move(DAY_MS);
  const fired = await until(async () => (await jobs()).find((job) => job.scheduledJobId === made.id));
  const followed = await vade("jobs", "logs", fired.id, "--follow");
  expect(followed.stderr).toContain("COMPLETED");
  expect(await inService()).toMatchObject({ num_documents: 2, source: { revision: pushed.commit } });
  expect((await json("jobs", "schedule", "list")).schedules).toMatchObject([
    { id: made.id, last_job: { id: fired.id } },
  ]);
  expect(await json("jobs", "schedule", "delete", made.id)).toMatchObject({ deleted: true });
  expect((await json("jobs", "schedule", "list")).schedules).toEqual([]);
});

const StatusSchema = z.object({
  build_on_push: z.object({ last: z.object({ job: z.string(), state: z.string() }).nullable() }),
  revision: z
    .object({ documents: z.number(), source: z.object({ revision: z.string().nullable() }) })
    .nullable(),
});

test("a push to the documents has a Space build them", async () => {
  const space = await startSpaceProcess({
    stateDir,
    env: {
      BUILD_ON_PUSH: "true",
      BUILD_ON_PUSH_SECONDS: "1",
      WEBHOOK_SECRET: SECRET,
      INDEX_POLL_SECONDS: "1",
    },
  });
  try {
    const watched = [{ type: "dataset" as const, name: "local/rag-docs" }];
    await createWebhook({ hub: client(), url: `${space.url}/webhooks/docs`, watched, secret: SECRET });
    await writeLaw(docs, "gatos.rtf", ["LEI Nº 90.004, DE 2004", "Art. 1º O gato dorme onde quer."]);
    const pushed = await json("docs", "push", docs);
    const status = async () => StatusSchema.parse(await (await fetch(`${space.url}/api/status`)).json());
    const build = await until(async () => (await status()).build_on_push.last ?? undefined);
    expect(build.state).toBe("COMPLETED");
    expect((await jobs())[0]?.id).toBe(build.job);
    const served = await until(async () => {
      const { revision } = await status();
      return revision?.source.revision === pushed.commit ? revision : undefined;
    });
    expect(served?.documents).toBe(3);
  } finally {
    await space.end("SIGTERM");
  }
});
