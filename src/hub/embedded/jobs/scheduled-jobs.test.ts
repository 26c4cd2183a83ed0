import { afterEach, beforeEach, expect, test } from "bun:test";
import { join } from "node:path";
import { createScheduledJob } from "../../create-scheduled-job.ts";
import { deleteScheduledJob } from "../../delete-scheduled-job.ts";
import { listJobs } from "../../list-jobs.ts";
import { listScheduledJobs } from "../../list-scheduled-jobs.ts";
import { resumeScheduledJob } from "../../resume-scheduled-job.ts";
import { runScheduledJob } from "../../run-scheduled-job.ts";
import { suspendScheduledJob } from "../../suspend-scheduled-job.ts";
import {
  type JobsServer,
  makeFolder,
  NAMESPACE,
  readLog,
  standingClock,
  startJobs,
  untilEnded,
} from "./testing/jobs-server.ts";

const START = "2026-03-01T10:30:00Z";

let folder: ReturnType<typeof makeFolder>;
let clock: ReturnType<typeof standingClock>;
let jobs: JobsServer;

beforeEach(() => {
  folder = makeFolder();
  clock = standingClock(START);
  jobs = startJobs(folder.dir, { clock, schedules: true });
});

afterEach(async () => {
  await jobs.stop();
  folder.remove();
});

const target = () => ({ hub: jobs.hub, namespace: NAMESPACE });
const runs = async () => (await listJobs(target())).length;

async function schedule(script: string, cron = "0 * * * *", rest = {}) {
  const order = {
    image: { space: "local/space" },
    command: ["sh", "-c", script],
    flavor: "cpu-basic" as const,
  };
  return createScheduledJob({ ...target(), order: { ...order, ...rest }, schedule: cron });
}

async function only() {
  const [found, ...more] = await listScheduledJobs(target());
  if (found === undefined || more.length > 0) throw new Error("expected one scheduled job");
  return found;
}

async function restart(options: { schedules: boolean }) {
  await jobs.stop();
  jobs = startJobs(folder.dir, { clock, ...options });
}

test("a scheduled job runs at its times, with its secrets, and says when it did and will", async () => {
  const { id } = await schedule("echo $WORD", "0 * * * *", { secrets: { WORD: "sesame-street" } });
  expect(await only()).toMatchObject({
    id,
    schedule: "0 * * * *",
    isSuspended: false,
    lastJob: null,
    nextRunAt: new Date("2026-03-01T11:00:00Z"),
    image: "hf.co/spaces/local/space",
  });
  clock.moveTo("2026-03-01T10:59:59Z");
  expect(await runs()).toBe(0);
  clock.moveTo("2026-03-01T11:00:30Z");
  const [job] = await listJobs(target());
  expect(job).toMatchObject({ scheduledJobId: id });
  expect(await readLog(jobs.hub, job?.id ?? "")).toEqual(["[secret]"]);
  expect(await only()).toMatchObject({
    lastJob: { id: job?.id, at: new Date("2026-03-01T11:00:00Z") },
    nextRunAt: new Date("2026-03-01T12:00:00Z"),
  });
  clock.moveTo("2026-03-01T12:00:00Z");
  expect(await runs()).toBe(2);
});

test("a run is left out while the one before is not done, unless both may run", async () => {
  const script = "while [ ! -e ../../../go ]; do sleep 0.02; done";
  const { id } = await schedule(script);
  clock.moveTo("2026-03-01T11:00:00Z");
  clock.moveTo("2026-03-01T12:00:00Z");
  expect(await runs()).toBe(1);
  expect(await runScheduledJob({ ...target(), id })).toBeNull();
  const [first] = await listJobs(target());
  await Bun.write(join(folder.dir, "go"), "");
  await untilEnded(jobs.hub, first?.id ?? "");
  expect(await runScheduledJob({ ...target(), id })).toMatchObject({ scheduledJobId: id });
  expect(await runs()).toBe(2);
  await deleteScheduledJob({ ...target(), id });

  const order = { image: { docker: "x" }, command: ["sleep", "300"], flavor: "cpu-basic" as const };
  await createScheduledJob({ ...target(), order, schedule: "@hourly", allowsConcurrency: true });
  clock.moveTo("2026-03-01T13:00:00Z");
  clock.moveTo("2026-03-01T14:00:00Z");
  expect(await runs()).toBe(4);
});

test("a suspended job does not run, and what fell into the pause is not made up for", async () => {
  const { id } = await schedule("true");
  await suspendScheduledJob({ ...target(), id });
  clock.moveTo("2026-03-01T13:30:00Z");
  expect(await runs()).toBe(0);
  expect(await only()).toMatchObject({ isSuspended: true, nextRunAt: new Date("2026-03-01T14:00:00Z") });
  await resumeScheduledJob({ ...target(), id });
  expect(await runs()).toBe(0);
  clock.moveTo("2026-03-01T14:00:00Z");
  expect(await runs()).toBe(1);
});

test("schedules survive a restart; what was missed meanwhile is made up for once, not twice", async () => {
  await schedule("true");
  await jobs.stop();
  clock.moveTo("2026-03-01T15:10:00Z");
  jobs = startJobs(folder.dir, { clock, schedules: true });
  expect(await runs()).toBe(1);
  await restart({ schedules: true });
  expect(await runs()).toBe(1);
  expect(await only()).toMatchObject({ nextRunAt: new Date("2026-03-01T16:00:00Z") });
});

test("two servers of a folder run each time once, and one that only serves a command runs none", async () => {
  await schedule("true");
  const other = startJobs(folder.dir, { clock, schedules: true });
  clock.moveTo("2026-03-01T11:00:30Z");
  const [first, ...more] = await listJobs(target());
  expect(more).toEqual([]);
  await untilEnded(jobs.hub, first?.id ?? "");
  clock.moveTo("2026-03-01T12:00:30Z");
  expect(await runs()).toBe(2);
  await other.stop();
  await restart({ schedules: false });
  clock.moveTo("2026-03-01T13:00:30Z");
  expect(await runs()).toBe(2);
});

test("a deleted scheduled job runs no more", async () => {
  const { id } = await schedule("true");
  await deleteScheduledJob({ ...target(), id });
  clock.moveTo("2026-03-01T12:00:00Z");
  expect(await runs()).toBe(0);
  expect(await listScheduledJobs(target())).toEqual([]);
});

test("a schedule that is not valid is refused with what is expected", async () => {
  const refusal = await schedule("true", "every day").then(
    () => "accepted",
    (error: unknown) => String(error),
  );
  expect(refusal).toContain('"every day"');
  expect(refusal).toContain("cron expression of five fields");
});
