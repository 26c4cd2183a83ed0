import { afterEach, beforeEach, expect, test } from "bun:test";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as library from "@huggingface/hub";
import { cancelJob } from "../../cancel-job.ts";
import { getJob } from "../../get-job.ts";
import { listJobs } from "../../list-jobs.ts";
import {
  isAlive,
  type JobsServer,
  keepingLog,
  makeFolder,
  NAMESPACE,
  readFirstLines,
  readLog,
  runScript,
  startJobs,
  TOKEN,
  untilEnded,
  waitForJob,
} from "./testing/jobs-server.ts";

const SECRET = "correct horse battery staple";

let folder: ReturnType<typeof makeFolder>;
let jobs: JobsServer;

beforeEach(() => {
  folder = makeFolder();
  jobs = startJobs(folder.dir);
});

afterEach(async () => {
  await jobs.stop();
  folder.remove();
});

const api = (path: string, init?: RequestInit) => fetch(`${jobs.url}/api/jobs/${NAMESPACE}${path}`, init);

test("a job runs in an empty folder of its own, with its environment and nothing of the server's", async () => {
  const { id } = await runScript(jobs.hub, "ls -A; env | sort", {
    environment: { GREETING: "olá" },
    secrets: { PASSWORD: SECRET },
    labels: { kind: "test" },
  });
  const lines = await readLog(jobs.hub, id);
  const job = await getJob({ hub: jobs.hub, namespace: NAMESPACE, id });
  expect(job).toMatchObject({
    stage: "COMPLETED",
    message: null,
    image: "debian",
    labels: { kind: "test" },
    flavor: "cpu-basic",
    namespace: NAMESPACE,
  });
  expect(job.finishedAt?.getTime()).toBeGreaterThanOrEqual(job.startedAt?.getTime() ?? Number.NaN);
  const names = lines
    .map((line) => line.split("=")[0])
    .filter((name) => !["_", "SHLVL", "OLDPWD"].includes(name ?? ""));
  expect(names).toEqual([
    "ACCELERATOR",
    "CPU_CORES",
    "GREETING",
    "HF_ENDPOINT",
    "HOME",
    "JOB_ID",
    "LANG",
    "MEMORY",
    "PASSWORD",
    "PATH",
    "PWD",
  ]);
  expect(lines).toContain("GREETING=olá");
  expect(lines).toContain(`JOB_ID=${id}`);
  expect(lines).toContain(`HF_ENDPOINT=${jobs.url}`);
});

test("both outputs are kept in the order in which they were written, the last line without its end too", async () => {
  const { id } = await runScript(
    jobs.hub,
    "for i in 1 2 3; do echo out $i; echo err $i >&2; done; printf end",
  );
  expect(await readLog(jobs.hub, id)).toEqual(["out 1", "err 1", "out 2", "err 2", "out 3", "err 3", "end"]);
});

test("50,000 lines arrive complete and in order while the job writes them, and again afterwards", async () => {
  const { id } = await runScript(jobs.hub, "i=0; while [ $i -lt 50000 ]; do echo line $i; i=$((i+1)); done");
  const expected = Array.from({ length: 50_000 }, (_, i) => `line ${i}`);
  expect(await readLog(jobs.hub, id)).toEqual(expected);
  expect(await readLog(jobs.hub, id)).toEqual(expected);
  const tail = await (await api(`/${id}/logs?tail=3`)).text();
  expect([...tail.matchAll(/"data":"(.*?)"/g)].map((m) => m[1])).toEqual([
    "line 49997",
    "line 49998",
    "line 49999",
  ]);
});

test("secrets are in no log, no answer and, once the job has ended, in no file", async () => {
  const { log, lines } = keepingLog();
  await jobs.stop();
  jobs = startJobs(folder.dir, { log });
  const script = `echo "$PASSWORD"; echo "$TOKEN" | cut -c1-6; echo "a=$PASSWORD;b=$TOKEN" >&2; echo "$KEY"; exit 3`;
  const secrets = { PASSWORD: SECRET, TOKEN, KEY: "-----first line\nsecond line" };
  const { id } = await runScript(jobs.hub, script, { secrets });
  expect(await readLog(jobs.hub, id)).toEqual([
    "[secret]",
    TOKEN.slice(0, 6),
    "a=[secret];b=[secret]",
    "[secret]",
    "[secret]",
  ]);
  const shown = await (await api(`/${id}`)).text();
  expect(shown).toContain('"secrets":["PASSWORD","TOKEN","KEY"]');
  expect(statSync(join(folder.dir, "jobs.db")).mode & 0o777).toBe(0o600);
  await jobs.stop();
  const files = readdirSync(folder.dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
  for (const text of [shown, ...lines, ...files]) {
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain(TOKEN);
  }
  jobs = startJobs(folder.dir);
});

test("a failed command is an error that names its exit code or signal; one that is not there says so", async () => {
  const failed = await runScript(jobs.hub, "exit 7");
  expect(await untilEnded(jobs.hub, failed.id)).toMatchObject({ stage: "ERROR", message: "exit code 7" });
  const killed = await runScript(jobs.hub, "kill -SEGV $$");
  expect((await untilEnded(jobs.hub, killed.id)).message).toBe("ended by signal SIGSEGV");
  const missing = await runScript(jobs.hub, "", { command: ["no-such-program", "x y"] });
  expect(await untilEnded(jobs.hub, missing.id)).toMatchObject({ stage: "ERROR", message: "exit code 127" });
  expect((await readLog(jobs.hub, missing.id)).join()).toContain("no-such-program");
});

test("a job is tried as often as it asks for", async () => {
  const script =
    "n=$(cat tries 2>/dev/null || echo 0); n=$((n+1)); echo $n > tries; echo try $n; [ $n -ge 3 ]";
  const { id } = await runScript(jobs.hub, script, { attempts: 3 });
  expect(await untilEnded(jobs.hub, id)).toMatchObject({ stage: "COMPLETED" });
  const lines = await readLog(jobs.hub, id);
  expect(lines.filter((line) => line.startsWith("try"))).toEqual(["try 1", "try 2", "try 3"]);
  const answer = await (await api(`/${id}`)).json();
  expect(answer).toMatchObject({ status: { failureCount: 2 }, retry: 2 });
});

/** Starts a process in the background, one that has left the group, and says their numbers. */
const FAMILY = "sleep 300 & echo $!; setsid sh -c 'echo $$; exec sleep 300' & sleep 0.1; echo $$";

test("a cancelled job ends with all its processes, those that left its group too", async () => {
  const { id } = await runScript(jobs.hub, `${FAMILY}; trap '' TERM; while :; do sleep 0.1; done`);
  const pids = (await readFirstLines(jobs.hub, id, 3)).map(Number);
  expect(pids.map(isAlive)).toEqual([true, true, true]);
  const cancelled = await cancelJob({ hub: jobs.hub, namespace: NAMESPACE, id });
  expect(cancelled).toMatchObject({ stage: "CANCELED", hasEnded: true });
  expect(pids.map(isAlive)).toEqual([false, false, false]);
});

test("a cancelled job is first asked to end, and may tidy up", async () => {
  const { id } = await runScript(
    jobs.hub,
    "trap 'echo tidied; exit 0' TERM; echo ready; while :; do sleep 0.05; done",
  );
  await readFirstLines(jobs.hub, id, 1);
  await cancelJob({ hub: jobs.hub, namespace: NAMESPACE, id });
  expect((await readLog(jobs.hub, id)).at(-1)).toBe("tidied");
});

test("a job that takes too long is ended with all its processes", async () => {
  const { id } = await runScript(jobs.hub, `${FAMILY}; sleep 300`, { timeoutSeconds: 1, attempts: 3 });
  const pids = (await readFirstLines(jobs.hub, id, 3)).map(Number);
  const job = await untilEnded(jobs.hub, id);
  expect(job).toMatchObject({ stage: "ERROR", message: "timeout: the job ran longer than 1 s" });
  expect(pids.map(isAlive)).toEqual([false, false, false]);
});

test("what a finished command leaves behind does not outlive it", async () => {
  const { id } = await runScript(jobs.hub, "sleep 300 & echo $!");
  const [pid = 0] = (await readLog(jobs.hub, id)).map(Number);
  expect(await untilEnded(jobs.hub, id)).toMatchObject({ stage: "COMPLETED" });
  expect(isAlive(pid)).toBe(false);
});

test("no more jobs run at once than there is room for; one that waits can be cancelled and its log ends", async () => {
  const script = "while [ ! -e ../../../go ]; do sleep 0.02; done";
  const [a, b] = [await runScript(jobs.hub, script), await runScript(jobs.hub, script)];
  const [c, d] = [await runScript(jobs.hub, script), await runScript(jobs.hub, script)];
  const stages = async () =>
    (await listJobs({ hub: jobs.hub, namespace: NAMESPACE })).map(({ stage }) => stage);
  expect(await stages()).toEqual(["SCHEDULING", "SCHEDULING", "RUNNING", "RUNNING"]);
  const log = readLog(jobs.hub, c.id);
  expect(await cancelJob({ hub: jobs.hub, namespace: NAMESPACE, id: c.id })).toMatchObject({
    stage: "CANCELED",
  });
  expect(await log).toEqual([]);
  await Bun.write(join(folder.dir, "go"), "");
  for (const { id } of [a, b, d]) expect((await untilEnded(jobs.hub, id)).stage).toBe("COMPLETED");
});

test("a log whose reader is gone is not read on, and a stop ends those that are followed", async () => {
  const { id } = await runScript(jobs.hub, "echo first; sleep 300");
  await readFirstLines(jobs.hub, id, 1);
  while (jobs.server.pendingRequests > 0) await Bun.sleep(10);
  const followed = api(`/${id}/logs`).then((response) => response.text());
  await jobs.stop();
  expect(await followed).toContain('"data":"first"');
  jobs = startJobs(folder.dir);
  const job = await getJob({ hub: jobs.hub, namespace: NAMESPACE, id });
  expect(job).toMatchObject({ stage: "CANCELED", message: "the Hub was stopped" });
});

test("jobs are found by stage and by label, only in their own namespace", async () => {
  const one = await runScript(jobs.hub, "true", { labels: { env: "a", name: "one" } });
  const two = await runScript(jobs.hub, "false", { labels: { env: "b" } });
  for (const { id } of [one, two]) await untilEnded(jobs.hub, id);
  const found = async (query: string) => {
    const answer = await (await api(`?${query}`)).text();
    return [one, two].filter(({ id }) => answer.includes(id));
  };
  expect(await found("stage=COMPLETED")).toEqual([one]);
  expect(await found("stage=COMPLETED&stage=ERROR")).toEqual([one, two]);
  expect(await found("stage=DELETED")).toEqual([]);
  expect(await found("label=env=b")).toEqual([two]);
  expect(await found("label=env=a&label=name=two")).toEqual([]);
  expect((await fetch(`${jobs.url}/api/jobs/other/${one.id}`)).status).toBe(404);
});

test("what cannot be run here is refused with the reason", async () => {
  const wanted = { dockerImage: "x", command: ["true"], flavor: "cpu-basic" };
  for (const [change, said] of [
    [{ command: undefined }, "command"],
    [{ spaceId: "a/b" }, "either dockerImage or spaceId"],
    [{ flavor: "huge" }, "flavor"],
    [{ timeoutSeconds: 0 }, "timeoutSeconds"],
    [{ environment: { "A=B": "x" } }, "not a name for an environment variable"],
    [{ volumes: [{ type: "dataset", source: "a/b", mountPath: "/data" }] }, "no volume can be mounted"],
    [{ expose: { ports: [80] } }, "no port is exposed"],
    [{ ssh: { enabled: true } }, "no SSH"],
  ] as const) {
    const response = await api("", { method: "POST", body: JSON.stringify({ ...wanted, ...change }) });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(said);
  }
  expect(await listJobs({ hub: jobs.hub, namespace: NAMESPACE })).toEqual([]);
});

test("a job without secrets can be run again as it was", async () => {
  const { id } = await runScript(jobs.hub, "echo again");
  await untilEnded(jobs.hub, id);
  const response = await api(`/${id}/duplicate`, { method: "POST" });
  const copy: unknown = await response.json();
  expect(copy).toMatchObject({ initiator: { type: "duplicated-job", id } });
  const [newest] = await listJobs({ hub: jobs.hub, namespace: NAMESPACE });
  expect(await readLog(jobs.hub, newest?.id ?? "")).toEqual(["again"]);
});

test("a job's changes of stage are streamed until it has ended", async () => {
  const { id } = await runScript(jobs.hub, "sleep 0.5");
  await waitForJob(jobs.hub, id, ({ stage }) => stage === "RUNNING");
  const events = await (await api(`/${id}/events`)).text();
  expect([...events.matchAll(/"stage":"(.*?)"/g)].map((m) => m[1])).toEqual(["RUNNING", "COMPLETED"]);
});

test.if(process.platform === "linux")("what a job uses is measured while it runs", async () => {
  const { id } = await runScript(jobs.hub, "while :; do :; done");
  await waitForJob(jobs.hub, id, ({ stage }) => stage === "RUNNING");
  const response = await api(`/${id}/metrics`);
  const reader = response.body?.getReader();
  const first = new TextDecoder().decode((await reader?.read())?.value);
  await reader?.cancel();
  const { cpu_usage_pct, memory_used_bytes } = JSON.parse(first.split("data: ")[1] ?? "");
  expect(cpu_usage_pct).toBeGreaterThan(0);
  expect(memory_used_bytes).toBeGreaterThan(100_000);
});

test("the calls of the Hub's own client that this program does not use work as well", async () => {
  const params = { hubUrl: jobs.url, accessToken: TOKEN, namespace: NAMESPACE };
  const [hardware] = await library.listJobHardware({ hubUrl: jobs.url });
  expect(hardware).toMatchObject({ name: "cpu-basic", accelerator: null, unitCostUSD: 0 });
  const { id } = await runScript(jobs.hub, "sleep 0.2");
  const copy = await library.duplicateJob({ ...params, jobId: id });
  const events: string[] = [];
  for await (const event of library.streamJobEvents({ ...params, jobId: copy.id })) events.push(event);
  expect(events.at(-1)).toContain("COMPLETED");
  const made = await library.createScheduledJob({
    ...params,
    jobSpec: { dockerImage: "debian", command: ["true"], flavor: "cpu-basic" },
    schedule: "@weekly",
    suspend: true,
  });
  const scheduled = await library.getScheduledJob({ ...params, jobId: made.id });
  expect(scheduled).toMatchObject({ id: made.id, schedule: "@weekly", suspend: true, concurrency: false });
});
