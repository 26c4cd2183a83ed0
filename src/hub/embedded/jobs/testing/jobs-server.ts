import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Log } from "../../../../domain/log.ts";
import { silentLog } from "../../../../testing/silent-log.ts";
import { getJob } from "../../../get-job.ts";
import { createHub, type Hub } from "../../../hub.ts";
import type { Job } from "../../../job.ts";
import { runJob } from "../../../run-job.ts";
import { streamJobLogs } from "../../../stream-job-logs.ts";
import type { Clock } from "../clock.ts";
import { createJobs, type JobsSetup } from "../create-jobs.ts";
import { processIdentity } from "../processes.ts";

export const TOKEN = "hf_theTokenOfThisHub";
export const NAMESPACE = "local";

/** A server with jobs and nothing else, and a client of it. */
export interface JobsServer {
  dir: string;
  hub: Hub;
  url: string;
  server: ReturnType<typeof Bun.serve>;
  stop(): Promise<void>;
}

export function makeFolder(): { dir: string; remove(): void } {
  const dir = mkdtempSync(join(tmpdir(), "jobs-"));
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export function startJobs(
  dir: string,
  options: Partial<Pick<JobsSetup, "clock" | "schedules" | "maxRunning" | "graceMs" | "log">> = {},
): JobsServer {
  let url = "";
  const jobs = createJobs({
    dir,
    hub: { url: () => url, user: NAMESPACE, token: TOKEN },
    log: silentLog,
    graceMs: 400,
    ...options,
  });
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request) => jobs.routes.fetch(request),
  });
  url = server.url.origin;
  jobs.start();
  return {
    dir,
    url,
    server,
    hub: createHub({ url, token: TOKEN, log: silentLog }),
    async stop() {
      await jobs.stop();
      await Promise.race([server.stop(), Bun.sleep(1000)]);
      await server.stop(true);
    },
  };
}

/** Runs a shell script as a job. */
export function runScript(
  hub: Hub,
  script: string,
  rest: Partial<Parameters<typeof runJob>[0]["order"]> = {},
): Promise<Job> {
  const order = {
    image: { docker: "debian" },
    command: ["sh", "-c", script],
    flavor: "cpu-basic" as const,
    ...rest,
  };
  return runJob({ hub, namespace: NAMESPACE, order });
}

/** The job once a condition holds. */
export async function waitForJob(hub: Hub, id: string, until: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const job = await getJob({ hub, namespace: NAMESPACE, id });
    if (until(job)) return job;
    await Bun.sleep(20);
  }
}

export const untilEnded = (hub: Hub, id: string): Promise<Job> => waitForJob(hub, id, (job) => job.hasEnded);

/** All lines of a job's output, once it has ended. */
export async function readLog(hub: Hub, id: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const { text } of streamJobLogs({ hub, namespace: NAMESPACE, id })) lines.push(text);
  return lines;
}

/** The first lines of a job that goes on. */
export async function readFirstLines(hub: Hub, id: string, count: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const { text } of streamJobLogs({ hub, namespace: NAMESPACE, id })) {
    lines.push(text);
    if (lines.length === count) break;
  }
  return lines;
}

export const isAlive = (pid: number): boolean => processIdentity(pid) !== null;

/** A clock that stands still until it is moved. */
export function standingClock(start: string): Clock & { moveTo(time: string): void } {
  let nowMs = Date.parse(start);
  let timers: { atMs: number; callback: () => void }[] = [];
  return {
    now: () => nowMs,
    after(ms, callback) {
      const timer = { atMs: nowMs + ms, callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    moveTo(time) {
      const untilMs = Date.parse(time);
      for (;;) {
        const next = timers.toSorted((a, b) => a.atMs - b.atMs)[0];
        if (next === undefined || next.atMs > untilMs) break;
        timers = timers.filter((other) => other !== next);
        nowMs = Math.max(nowMs, next.atMs);
        next.callback();
      }
      nowMs = untilMs;
    },
  };
}

/** A log that keeps its lines. */
export function keepingLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const keep = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }));
  return { log: { debug: keep, info: keep, warn: keep, error: keep }, lines };
}
