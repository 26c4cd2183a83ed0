import { mkdirSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type { Log } from "../../../domain/log.ts";
import { jobEnvironment } from "./job-environment.ts";
import { jobLogPath, removeWorkFolder, workFolder } from "./job-folder.ts";
import { openJobLog } from "./job-log.ts";
import { hasEnded, type Initiator, type JobRecord, type JobStage } from "./job-record.ts";
import type { JobOrder } from "./job-spec.ts";
import type { JobStore } from "./job-store.ts";
import {
  createOwner,
  endJobProcesses,
  isOwnerAlive,
  killJobProcesses,
  processIdentity,
} from "./processes.ts";
import { type Attempt, type AttemptEnd, startAttempt } from "./run-attempt.ts";

const STOPPED = "the Hub was stopped";
/** A cancelled job is usually gone by then, so that the answer can say so. */
const CANCEL_ANSWER_MS = 2000;
const SHORTEST_ATTEMPT_MS = 1;

export interface RunnerSetup {
  /** Holds a folder for each job. */
  jobsDir: string;
  store: JobStore;
  hub: { url(): string; token: string };
  log: Log;
  now: () => number;
  /** Jobs that run at once. */
  maxRunning: number;
  /** Between SIGTERM and SIGKILL. */
  graceMs: number;
  root: string | null;
}

/** Runs the jobs of one server's queue. Servers that share a folder leave each other's jobs alone. */
export type JobRunner = ReturnType<typeof createJobRunner>;

export function createJobRunner(setup: RunnerSetup) {
  const { jobsDir, store, log, now, graceMs } = setup;
  const owner = createOwner();
  const running = new Map<string, { attempt: Attempt | null; done: Promise<void> }>();
  /** Ends of jobs that are not yet kept: the disk may be full. */
  const unwritten = new Map<string, { stage: JobStage; message: string | null; nowMs: number }>();
  let isStopping = false;
  mkdirSync(jobsDir, { recursive: true });

  /** Starts waiting jobs while there is room. */
  function pump(): void {
    while (!isStopping && running.size < setup.maxRunning) {
      const job = store.claim(owner, now());
      if (job === null) return;
      const { promise: done, resolve } = Promise.withResolvers<void>();
      running.set(job.id, { attempt: null, done });
      void runToEnd(job)
        .catch((error) => log.error({ job: job.id, err: error }, "a job ended in an unforeseen way"))
        .finally(() => {
          running.delete(job.id);
          resolve();
          pump();
        });
    }
  }

  async function runToEnd(job: JobRecord): Promise<void> {
    log.info({ job: job.id, command: job.spec.command[0] }, "job started");
    const end = await runAttempts(job).catch((error: unknown) => {
      log.error({ job: job.id, err: error }, "the job could not be run");
      const message = `could not be run: ${error instanceof Error ? error.message : error}`;
      return { stage: "ERROR" as const, message };
    });
    log.info({ job: job.id, stage: end.stage, reason: end.message }, "job ended");
    unwritten.set(job.id, { ...end, nowMs: now() });
    writeEnds();
  }

  function writeEnds(): void {
    for (const [id, end] of unwritten) {
      try {
        store.finish(id, end);
        unwritten.delete(id);
      } catch (error) {
        log.error({ job: id, err: error }, "the end of a job could not be written; this is tried again");
      }
    }
  }

  async function runAttempts(job: JobRecord): Promise<{ stage: JobStage; message: string | null }> {
    const home = workFolder(jobsDir, job.id);
    await mkdir(home, { recursive: true });
    const secrets = store.secretsOf(job) ?? {};
    const environment = jobEnvironment({ job, secrets, home, hubUrl: setup.hub.url(), root: setup.root });
    const hidden = [...Object.values(secrets), setup.hub.token];
    const jobLog = await openJobLog({ path: jobLogPath(jobsDir, job.id), secrets: hidden, now });
    const deadline = performance.now() + job.spec.timeoutSeconds * 1000;
    const start = () =>
      startAttempt({
        jobId: job.id,
        command: [...job.spec.command, ...job.spec.arguments],
        environment,
        cwd: home,
        log: jobLog,
        timeoutMs: Math.max(SHORTEST_ATTEMPT_MS, deadline - performance.now()),
        graceMs,
      });
    try {
      for (let made = 1; ; made++) {
        if (isStopping) return { stage: "CANCELED", message: STOPPED };
        const outcome = judge(job, await watch(job.id, start()));
        if (outcome.stage !== "ERROR") return outcome;
        store.countFailure(job.id);
        if (!outcome.mayRepeat || made >= job.spec.attempts) return outcome;
        await jobLog.note(`[attempt ${made} of ${job.spec.attempts} failed: ${outcome.message}]`);
      }
    } finally {
      await jobLog.close();
      await removeWorkFolder({ jobsDir, id: job.id, log });
    }
  }

  /** Makes an attempt known, so that it can be ended, and waits for its end. */
  async function watch(id: string, attempt: Attempt): Promise<AttemptEnd> {
    const entry = running.get(id);
    if (entry) entry.attempt = attempt;
    try {
      store.setProcess(id, attempt.pid, attempt.identity);
      if (isStopping) attempt.end("stopped");
      if (store.get(id)?.isCancelRequested) attempt.end("canceled");
    } catch (error) {
      attempt.end("stopped"); // nobody would know of its processes
      await attempt.ended;
      throw error;
    }
    return attempt.ended;
  }

  function judge(job: JobRecord, end: AttemptEnd) {
    if (end.kind === "stopped") return { stage: "CANCELED" as const, message: STOPPED, mayRepeat: false };
    // Another server of the folder may have been asked, and have ended the processes.
    if (end.kind === "canceled" || store.get(job.id)?.isCancelRequested)
      return { stage: "CANCELED" as const, message: null, mayRepeat: false };
    if (end.kind === "timeout") {
      const message = `timeout: the job ran longer than ${job.spec.timeoutSeconds} s`;
      return { stage: "ERROR" as const, message, mayRepeat: false };
    }
    if (end.signal !== null)
      return { stage: "ERROR" as const, message: `ended by signal ${end.signal}`, mayRepeat: true };
    if (end.exitCode !== 0)
      return { stage: "ERROR" as const, message: `exit code ${end.exitCode}`, mayRepeat: true };
    return { stage: "COMPLETED" as const, message: null, mayRepeat: false };
  }

  /** Cancels a job, whichever server runs it. Answers when it has ended, or soon if that takes longer. */
  async function cancel(job: JobRecord): Promise<void> {
    if (store.cancelWaiting(job.id, now()) || hasEnded(job.stage)) return;
    store.requestCancel(job.id);
    const entry = running.get(job.id);
    if (entry) {
      entry.attempt?.end("canceled");
      await Promise.race([entry.done, delay(CANCEL_ANSWER_MS)]);
      return;
    }
    const process = store.get(job.id)?.process ?? null;
    if (process === null) return; // its server is about to start it, and will see the request
    await Promise.race([endJobProcesses(ofOther(job.id, process), graceMs), delay(CANCEL_ANSWER_MS)]);
  }

  /** Brings what is kept up to date: ends what servers that are gone have left running. */
  function recover(): void {
    writeEnds();
    for (const job of store.listOfOthers(owner)) {
      if (job.stage !== "RUNNING" || (job.owner !== null && isOwnerAlive(job.owner))) continue;
      killJobProcesses(ofOther(job.id, job.process ?? { pid: 0, identity: null }));
      const stage = job.isCancelRequested ? ("CANCELED" as const) : ("ERROR" as const);
      if (store.finish(job.id, { stage, message: STOPPED, nowMs: now() })) {
        log.warn({ job: job.id }, "a job was ended: the server that ran it is gone");
        void removeWorkFolder({ jobsDir, id: job.id, log });
      }
    }
  }

  /** Takes over the queues of servers that are gone. */
  function adopt(): void {
    for (const job of store.listOfOthers(owner)) {
      if (job.stage === "SCHEDULING" && (job.owner === null || !isOwnerAlive(job.owner)))
        store.adopt(job.id, job.owner, owner);
    }
    pump();
  }

  return {
    owner,
    pump,
    cancel,
    recover,
    adopt,
    /** Puts a job into the queue. Inside a transaction, call `pump` after it. */
    submit(order: JobOrder & { namespace: string; initiator: Initiator }): string {
      return store.insert({ ...order, owner, nowMs: now() });
    },
    /** Ends the jobs that this server runs; those that wait are left to the next one. */
    async stop(): Promise<void> {
      isStopping = true;
      store.release(owner);
      for (const { attempt } of running.values()) attempt?.end("stopped");
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}

/** The processes of a job that another server has started: its group only while the leader is still that process. */
function ofOther(jobId: string, { pid, identity }: { pid: number; identity: string | null }) {
  return { jobId, pid, ownsGroup: identity !== null && processIdentity(pid) === identity };
}
