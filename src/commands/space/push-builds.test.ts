import { afterEach, expect, test } from "bun:test";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { VademecumError } from "../../domain/errors.ts";
import { HubError } from "../../hub/hub-error.ts";
import { silentLog } from "../../testing/silent-log.ts";
import type { BuildJobs } from "../build-jobs.ts";
import { createPushBuilds, type PushBuilds } from "./push-builds.ts";

const dirs: string[] = [];
const spaces: AbortController[] = [];
afterEach(() => {
  for (const space of spaces.splice(0)) space.abort();
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true });
});

const StatusSchema = z.object({
  state: z.enum(["idle", "waiting", "building"]),
  due_at: z.string().nullable(),
  job: z.object({ id: z.string() }).nullable(),
  last: z.object({ job: z.string(), state: z.string() }).nullable(),
  error: z.object({ code: z.string() }).nullable(),
});
const statusOf = (builds: PushBuilds) => StatusSchema.parse(builds.status());

/** Builds that end when the test says so; `refusals` are thrown by the first starts. */
function fakeBuilds(refusals: Error[] = []) {
  const started: { id: string; atMs: number; end(state: string): void }[] = [];
  const ends = new Map<string, Promise<string>>();
  let starts = 0;
  const builds: BuildJobs = {
    async start() {
      starts++;
      const refusal = refusals.shift();
      if (refusal) throw refusal;
      const id = `job${started.length + 1}`;
      const { promise, resolve } = Promise.withResolvers<string>();
      ends.set(id, promise);
      started.push({ id, atMs: Date.now(), end: resolve });
      return { id, url: null };
    },
    async follow({ id, signal }) {
      const gone = new Promise<never>((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason)),
      );
      return { state: await Promise.race([ends.get(id) ?? gone, gone]), logTail: [] };
    },
  };
  return { builds, started, starts: () => starts };
}

function open(fake: ReturnType<typeof fakeBuilds>, options: { dir?: string; delayMs?: number } = {}) {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), "push-builds-"));
  dirs.push(dir);
  const space = new AbortController();
  spaces.push(space);
  let built = 0;
  const pushBuilds = createPushBuilds({
    builds: fake.builds,
    delayMs: options.delayMs ?? 40,
    dir,
    onBuilt: () => built++,
    log: silentLog,
    signal: space.signal,
  });
  return { pushBuilds, dir, space, built: () => built };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await Bun.sleep(2);
}

test("many pushes start one build, some time after the last of them", async () => {
  const fake = fakeBuilds();
  const { pushBuilds, built } = open(fake, { delayMs: 60 });
  expect(statusOf(pushBuilds)).toMatchObject({ state: "idle", due_at: null, last: null });
  let lastPushMs = 0;
  for (let i = 0; i < 5; i++) {
    pushBuilds.pushed();
    lastPushMs = Date.now();
    expect(statusOf(pushBuilds).state).toBe("waiting");
    await Bun.sleep(15);
  }
  await until(() => fake.started.length > 0);
  expect((fake.started[0]?.atMs ?? 0) - lastPushMs).toBeGreaterThanOrEqual(59);
  await until(() => statusOf(pushBuilds).job !== null);
  expect(statusOf(pushBuilds)).toMatchObject({ state: "building", job: { id: "job1" } });
  fake.started[0]?.end("COMPLETED");
  await until(() => statusOf(pushBuilds).state === "idle");
  expect(statusOf(pushBuilds).last).toMatchObject({ job: "job1", state: "COMPLETED" });
  expect([fake.started.length, built()]).toEqual([1, 1]);
});

test("pushes that never cease are built all the same", async () => {
  const fake = fakeBuilds();
  const { pushBuilds } = open(fake, { delayMs: 30 });
  const beganMs = Date.now();
  while (fake.started.length === 0 && Date.now() - beganMs < 5000) {
    pushBuilds.pushed();
    await Bun.sleep(3);
  }
  expect(fake.started).toHaveLength(1);
});

test("a push while a build runs is built after it, never beside it", async () => {
  const fake = fakeBuilds();
  const { pushBuilds, built } = open(fake);
  pushBuilds.pushed();
  await until(() => fake.started.length === 1);
  pushBuilds.pushed();
  await Bun.sleep(100);
  expect(fake.started).toHaveLength(1);
  fake.started[0]?.end("ERROR");
  await until(() => fake.started.length === 2);
  expect(built()).toBe(0);
  expect(statusOf(pushBuilds).last).toMatchObject({ state: "ERROR" });
});

const busy = () => new VademecumError({ code: "BUILD_RUNNING", message: "another" });
const unreachable = () =>
  new HubError({ code: "HUB_UNREACHABLE", message: "nobody", hint: "wait", url: "http://x" });
const unpaid = () =>
  new HubError({ code: "HUB_REFUSED", message: "pay", hint: "pay", url: "http://x", status: 402 });

test("while somebody else's build runs, or the Hub does not answer, it is asked again", async () => {
  const fake = fakeBuilds([busy(), busy(), busy(), busy(), busy(), busy(), unreachable(), unreachable()]);
  const { pushBuilds } = open(fake, { delayMs: 5 });
  pushBuilds.pushed();
  await until(() => fake.started.length === 1);
  expect(fake.starts()).toBe(9);
  await until(() => statusOf(pushBuilds).error === null);
});

test("a build that cannot be paid for is not asked for again, and the status says why; the next push is tried", async () => {
  const fake = fakeBuilds([unpaid()]);
  const { pushBuilds } = open(fake, { delayMs: 5 });
  pushBuilds.pushed();
  await until(() => statusOf(pushBuilds).error !== null);
  await Bun.sleep(30);
  expect(statusOf(pushBuilds)).toMatchObject({ state: "idle", error: { code: "HUB_REFUSED" } });
  expect(fake.starts()).toBe(1);
  pushBuilds.pushed();
  await until(() => fake.started.length === 1);
});

test("a Space that ends before the build began does it when it is up again, one that ends after does not", async () => {
  const before = fakeBuilds();
  const { pushBuilds, dir, space } = open(before, { delayMs: 10_000 });
  pushBuilds.pushed();
  space.abort();
  const after = fakeBuilds();
  const again = open(after, { dir });
  expect(statusOf(again.pushBuilds).state).toBe("waiting");
  await until(() => after.started.length === 1);
  await until(() => readdirSync(dir).length === 0);
  again.space.abort();
  expect(statusOf(open(fakeBuilds(), { dir }).pushBuilds).state).toBe("idle");
  expect(before.started).toHaveLength(0);
});
