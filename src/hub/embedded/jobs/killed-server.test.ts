import { Database } from "bun:sqlite";
import { afterEach, beforeEach, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { silentLog } from "../../../testing/silent-log.ts";
import { cancelJob } from "../../cancel-job.ts";
import { getJob } from "../../get-job.ts";
import { createHub, type Hub } from "../../hub.ts";
import {
  isAlive,
  type JobsServer,
  makeFolder,
  NAMESPACE,
  readFirstLines,
  readLog,
  runScript,
  startJobs,
  TOKEN,
  untilEnded,
} from "./testing/jobs-server.ts";

const FAMILY = "sleep 300 & echo $!; setsid sh -c 'echo $$; exec sleep 300' & sleep 0.1; echo $$; sleep 300";
const SECRET = "the secret of a waiting job";

let folder: ReturnType<typeof makeFolder>;
let child: ReturnType<typeof startChild> | null;
let second: JobsServer | null;

beforeEach(() => {
  folder = makeFolder();
  child = null;
  second = null;
});

afterEach(async () => {
  child?.kill("SIGKILL");
  await child?.exited;
  // What the killed server left is ended by the next one.
  await (second ?? startJobs(folder.dir, { schedules: true })).stop();
  folder.remove();
});

function startChild() {
  const path = join(import.meta.dir, "testing/server-process.ts");
  return Bun.spawn({ cmd: [process.execPath, path, folder.dir], stdout: "pipe", stderr: "inherit" });
}

async function startServerProcess(): Promise<Hub> {
  child = startChild();
  const { value } = await child.stdout.getReader().read();
  return createHub({ url: new TextDecoder().decode(value).trim(), token: TOKEN, log: silentLog });
}

async function kill(): Promise<void> {
  child?.kill("SIGKILL");
  await child?.exited;
}

test("after kill -9 of the server the next one ends what was left running, and says so", async () => {
  const hub = await startServerProcess();
  const { id } = await runScript(hub, FAMILY);
  const pids = (await readFirstLines(hub, id, 3)).map(Number);
  await kill();
  expect(pids.map(isAlive)).toEqual([true, true, true]);
  second = startJobs(folder.dir);
  expect(pids.map(isAlive)).toEqual([false, false, false]);
  const job = await getJob({ hub: second.hub, namespace: NAMESPACE, id });
  expect(job).toMatchObject({ stage: "ERROR", message: "the Hub was stopped" });
  expect(job.finishedAt).not.toBeNull();
  expect((await readLog(second.hub, id)).map(Number)).toEqual(pids);
});

test("jobs that waited when the server was killed run on the next one that stays, with their secrets", async () => {
  const hub = await startServerProcess();
  const busy = [await runScript(hub, "sleep 300"), await runScript(hub, "sleep 300")];
  const { id } = await runScript(hub, 'printf "%s" "$WORD" | wc -c', { secrets: { WORD: SECRET } });
  await kill();
  second = startJobs(folder.dir);
  expect(await getJob({ hub: second.hub, namespace: NAMESPACE, id })).toMatchObject({ stage: "SCHEDULING" });
  await second.stop();
  second = startJobs(folder.dir, { schedules: true });
  expect(await untilEnded(second.hub, id)).toMatchObject({ stage: "COMPLETED" });
  expect((await readLog(second.hub, id)).map(Number)).toEqual([SECRET.length]);
  for (const job of busy) expect((await untilEnded(second.hub, job.id)).stage).toBe("ERROR");
  await second.stop();
  for (const name of readdirSync(folder.dir).filter((file) => file.startsWith("jobs.db")))
    expect(readFileSync(join(folder.dir, name), "latin1")).not.toContain(SECRET);
});

test("a second server leaves the jobs of the first alone, shows them and can cancel them", async () => {
  const hub = await startServerProcess();
  const { id } = await runScript(hub, FAMILY);
  const pids = (await readFirstLines(hub, id, 3)).map(Number);
  second = startJobs(folder.dir, { schedules: true });
  expect(await readFirstLines(second.hub, id, 3)).toEqual(pids.map(String));
  expect(await getJob({ hub: second.hub, namespace: NAMESPACE, id })).toMatchObject({ stage: "RUNNING" });
  await cancelJob({ hub: second.hub, namespace: NAMESPACE, id });
  expect(await untilEnded(hub, id)).toMatchObject({ stage: "CANCELED" });
  expect(pids.map(isAlive)).toEqual([false, false, false]);
});

test("a number that has been given to another process is not killed", async () => {
  const stranger = Bun.spawn({ cmd: ["sleep", "300"], detached: true });
  const hub = await startServerProcess();
  const { id } = await runScript(hub, "echo $$; sleep 300");
  const [pid] = (await readFirstLines(hub, id, 1)).map(Number);
  await kill();
  process.kill(pid ?? 0, "SIGKILL");
  const db = new Database(join(folder.dir, "jobs.db"));
  db.query("UPDATE jobs SET pid = ? WHERE id = ?").run(stranger.pid, id);
  db.close();
  second = startJobs(folder.dir);
  expect(await getJob({ hub: second.hub, namespace: NAMESPACE, id })).toMatchObject({ stage: "ERROR" });
  expect(isAlive(stranger.pid)).toBe(true);
  stranger.kill("SIGKILL");
});

test.if(process.platform === "linux")(
  "a job is found and ended although the server was killed before it could note the process",
  async () => {
    const hub = await startServerProcess();
    const { id } = await runScript(hub, FAMILY);
    const pids = (await readFirstLines(hub, id, 3)).map(Number);
    await kill();
    const db = new Database(join(folder.dir, "jobs.db"));
    db.query("UPDATE jobs SET pid = NULL, pid_identity = NULL WHERE id = ?").run(id);
    db.close();
    second = startJobs(folder.dir);
    expect(pids.map(isAlive)).toEqual([false, false, false]);
  },
);
