import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { VademecumError } from "../../domain/errors.ts";
import type { Log } from "../../domain/log.ts";
import { HubError } from "../../hub/hub-error.ts";
import type { BuildJobs } from "../build-jobs.ts";

/** Pushes that never cease are built all the same, after so many waits. */
const MAX_WAITS = 10;
/** So often in a row a build that the Hub does not start is asked for again. */
const MAX_FAILED_STARTS = 5;
const MARK_FILE = "documents-pushed";

export interface PushBuildsOptions {
  builds: BuildJobs;
  /** How long after the last push a build begins. */
  delayMs: number;
  /** Where it is kept that a build is due, so that a restart does not forget it. */
  dir: string;
  /** Called when a build has ended well: something else may be in service. */
  onBuilt(): void;
  log: Log;
  signal: AbortSignal;
}

/** Builds that pushes to the documents start: some time after the last push, and one at a time. */
export interface PushBuilds {
  pushed(): void;
  /** For `/api/status`. */
  status(): object;
}

interface LastBuild {
  job: string;
  state: string;
  ended_at: string;
}

export function createPushBuilds(options: PushBuildsOptions): PushBuilds {
  const { builds, delayMs, dir, onBuilt, log, signal } = options;
  const mark = join(dir, MARK_FILE);
  let firstPushMs = 0;
  let dueMs: number | null = null;
  let job: { id: string; url: string | null } | null = null;
  let last: LastBuild | null = null;
  let error: { code: string; message: string } | null = null;
  let failedStarts = 0;
  let isRunning = false;

  function plan(): void {
    const nowMs = Date.now();
    if (dueMs === null) firstPushMs = nowMs;
    dueMs = Math.min(nowMs + delayMs, firstPushMs + MAX_WAITS * delayMs);
    if (!isRunning) void run();
  }

  async function run(): Promise<void> {
    isRunning = true;
    try {
      for (let due = dueMs; due !== null; due = dueMs) {
        const waitMs = due - Date.now();
        if (waitMs > 0) await sleep(waitMs, undefined, { signal });
        else await buildOnce();
      }
    } catch (failure) {
      if (!signal.aborted) log.error({ err: failure }, "builds by push have stopped; the next push is tried");
    } finally {
      isRunning = false;
    }
  }

  async function buildOnce(): Promise<void> {
    dueMs = null;
    job = await start();
    if (job === null) return;
    // One that came while it was being started is due all the same.
    if (dueMs === null) rmSync(mark, { force: true });
    error = null;
    const { id } = job;
    try {
      const { state } = await builds.follow({ id, onState: () => undefined, signal });
      last = { job: id, state, ended_at: new Date().toISOString() };
      log[state === "COMPLETED" ? "info" : "error"](
        { job: id, state },
        "a build that a push started has ended",
      );
      if (state === "COMPLETED") onBuilt();
    } catch (failure) {
      signal.throwIfAborted();
      keep(failure);
    } finally {
      job = null;
    }
  }

  /** Null where it could not be started; it is then due again, unless it would fail in the same way. */
  async function start(): Promise<typeof job> {
    try {
      const started = await builds.start(signal);
      failedStarts = 0;
      log.info({ job: started.id }, "a push has started a build");
      return started;
    } catch (failure) {
      signal.throwIfAborted();
      const isBusy = failure instanceof VademecumError && failure.code === "BUILD_RUNNING";
      if (isBusy) {
        // It may have read the documents before the push.
        log.info({ reason: failure.message }, "a build runs; the one that a push asks for waits for its end");
        plan();
        return null;
      }
      keep(failure);
      failedStarts++;
      const mayPass = failure instanceof HubError && failure.status !== 402 && failure.status !== 403;
      if (mayPass && failedStarts < MAX_FAILED_STARTS) plan();
      else failedStarts = 0;
      return null;
    }
  }

  function keep(failure: unknown): void {
    if (!(failure instanceof VademecumError)) throw failure;
    const { code, message, hint } = failure;
    error = { code, message };
    log.error({ code, reason: message, hint }, "a build that a push asks for was not done");
  }

  if (existsSync(mark)) plan();
  return {
    pushed() {
      mkdirSync(dir, { recursive: true });
      writeFileSync(mark, "");
      plan();
    },
    status: () => ({
      state: job !== null ? "building" : dueMs !== null ? "waiting" : "idle",
      due_at: dueMs === null ? null : new Date(dueMs).toISOString(),
      job,
      last,
      error,
    }),
  };
}
