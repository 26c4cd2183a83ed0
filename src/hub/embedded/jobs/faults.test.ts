import { Database } from "bun:sqlite";
import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { silentLog } from "../../../testing/silent-log.ts";
import { startEmbeddedHub } from "../start-embedded-hub.ts";
import { toOrder } from "./job-spec.ts";
import { createJobStore, JOBS_SCHEMA } from "./job-store.ts";
import { openPrivateDatabase } from "./private-database.ts";
import { listJobProcesses } from "./processes.ts";
import { makeFolder, runScript, startJobs, untilEnded, waitForJob } from "./testing/jobs-server.ts";

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => folder.remove());

test("a job whose process cannot be noted is ended: nothing runs that nobody knows of", async () => {
  const jobs = startJobs(folder.dir);
  try {
    const db = new Database(join(folder.dir, "jobs.db"));
    db.run("CREATE TRIGGER full BEFORE UPDATE OF pid ON jobs BEGIN SELECT RAISE(ABORT, 'disk full'); END");
    db.close();
    const { id } = await runScript(jobs.hub, "sleep 300");
    const job = await untilEnded(jobs.hub, id);
    expect([job.stage, job.message]).toEqual(["ERROR", "could not be run: disk full"]);
    expect(listJobProcesses({ jobId: id, pid: 0, ownsGroup: false })).toEqual([]);
  } finally {
    await jobs.stop();
  }
});

test("the end of a job that the disk had no room for is written as soon as it has", async () => {
  const jobs = startJobs(folder.dir);
  const db = new Database(join(folder.dir, "jobs.db"));
  try {
    db.run(
      "CREATE TRIGGER full BEFORE UPDATE OF finished_at ON jobs BEGIN SELECT RAISE(ABORT, 'disk full'); END",
    );
    const { id } = await runScript(jobs.hub, "true");
    while (existsSync(join(folder.dir, "jobs", id, "work"))) await Bun.sleep(5);
    expect((await waitForJob(jobs.hub, id, () => true)).stage).toBe("RUNNING");
    db.run("DROP TRIGGER full");
    expect(await untilEnded(jobs.hub, id)).toMatchObject({ stage: "COMPLETED", message: null });
  } finally {
    db.close();
    await jobs.stop();
  }
});

test("the secrets of a job are in no file as soon as it has ended, while the Hub runs on", async () => {
  const jobs = startJobs(folder.dir);
  try {
    const secret = "open sesame, 40 thieves";
    const { id } = await runScript(jobs.hub, "true", { secrets: { WORD: secret } });
    await untilEnded(jobs.hub, id);
    for (const name of ["jobs.db", "jobs.db-wal"])
      expect(readFileSync(join(folder.dir, name), "latin1")).not.toContain(secret);
  } finally {
    await jobs.stop();
  }
});

test("what a job leaves in its folder goes with it, its output stays", async () => {
  const jobs = startJobs(folder.dir);
  try {
    const { id } = await runScript(jobs.hub, "echo much > file; mkdir -p a/b; echo done");
    await untilEnded(jobs.hub, id);
    const left = (name: string) => existsSync(join(folder.dir, "jobs", id, name));
    expect([left("work"), left("log.jsonl")]).toEqual([false, true]);
  } finally {
    await jobs.stop();
  }
});

test("a Hub that cannot listen leaves waiting jobs as they are", async () => {
  const dir = mkdtempSync(join(folder.dir, "hub-"));
  const db = openPrivateDatabase(join(dir, "jobs.db"), JOBS_SCHEMA);
  const store = createJobStore(db);
  const order = toOrder({ dockerImage: "x", command: ["sleep", "300"], flavor: "cpu-basic" });
  const initiator = { type: "user" as const, name: "local" };
  const id = store.insert({ ...order, namespace: "local", initiator, owner: "gone", nowMs: Date.now() });
  store.release("gone");
  const other = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response("somebody else") });
  try {
    const start = () => startEmbeddedHub({ dir, port: other.port ?? 0, log: silentLog, schedules: true });
    await expect(start()).rejects.toThrow();
    expect(store.get(id)?.stage).toBe("SCHEDULING");
  } finally {
    await other.stop(true);
    db.close();
  }
});
