import { setTimeout as delay } from "node:timers/promises";
import type { Config } from "../config.ts";
import type { Log } from "../domain/log.ts";
import { getJob } from "../hub/get-job.ts";
import type { Hub } from "../hub/hub.ts";
import { HubError } from "../hub/hub-error.ts";
import type { Job } from "../hub/job.ts";
import { streamJobLogs } from "../hub/stream-job-logs.ts";
import { jobOrder } from "./job-order.ts";
import { jobPage } from "./jobs/job-page.ts";
import { startBuild } from "./jobs/start-build.ts";
import { requireHubSettings } from "./require-hub-settings.ts";

const TIMEOUT_SECONDS = 6 * 60 * 60;
const LOG_TAIL_LINES = 20;
/** The log of a job that has ended is there; so long is waited for it all the same. */
const LOG_WITHIN_MS = 60_000;
/** So many looks in a row may fail before a build is not followed any more. */
const MAX_FAILED_LOOKS = 10;

export interface BuildJobsOptions {
  config: Config;
  log: Log;
  /** Finds the Hub, which stays connected while a build runs. */
  connect(): Promise<{ hub: Hub }>;
  /** How often a build is looked at. */
  pollMs?: number;
}

/** Builds of the index on the Hub's machines. */
export interface BuildJobs {
  /** @throws VademecumError `BUILD_RUNNING` where one runs already, `CONFIG_INCOMPLETE`, `NO_JOB_IMAGE`; HubError */
  start(signal: AbortSignal): Promise<{ id: string; url: string | null }>;
  /** Resolves when a build has ended, with the last lines of its log. */
  follow(options: { id: string; onState(state: string): void; signal: AbortSignal }): Promise<{
    state: string;
    logTail: string[];
  }>;
}

interface FollowedJob {
  namespace: string;
  id: string;
  signal: AbortSignal;
}

export function createBuildJobs(options: BuildJobsOptions): BuildJobs {
  const { config, log, connect, pollMs = 5000 } = options;
  let starting: Promise<unknown> = Promise.resolve();

  const pageOf = (job: Job) => jobPage(config, job);

  async function order(hub: Hub) {
    requireHubSettings(config);
    return jobOrder({
      config,
      hub,
      docsRepo: config.docsRepo ?? "",
      indexRepo: config.indexRepo ?? "",
      args: ["reindex", "--no-sync"],
      timeoutSeconds: TIMEOUT_SECONDS,
    });
  }

  async function startOne(signal: AbortSignal) {
    const { hub } = await connect();
    const job = await startBuild({ hub, ...(await order(hub)), pageOf, signal });
    return { id: job.id, url: pageOf(job) };
  }

  return {
    start(signal) {
      // Of two that are asked for at once, the second finds the first one running.
      const started = starting.then(() => startOne(signal));
      starting = started.catch(() => undefined);
      return started;
    },
    async follow({ id, onState, signal }) {
      const { namespace } = await order((await connect()).hub);
      const job = { namespace, id, signal };
      let shown: string | null = null;
      for (;;) {
        const { hub, stage, hasEnded, message } = await look(job);
        if (stage !== shown) onState(stage);
        shown = stage;
        if (hasEnded) {
          const lines = await readTail(hub, job, log);
          return { state: stage, logTail: message === null ? lines : [...lines, message] };
        }
        await delay(pollMs, undefined, { signal });
      }
    },
  };

  /** A build goes on while the Hub cannot be asked about it. */
  async function look(job: FollowedJob): Promise<Job & { hub: Hub }> {
    for (let failed = 1; ; failed++) {
      try {
        const { hub } = await connect();
        return { hub, ...(await getJob({ hub, ...job })) };
      } catch (error) {
        job.signal.throwIfAborted();
        const isLasting = !(error instanceof HubError) || error.code === "HUB_NOT_FOUND";
        if (isLasting || failed >= MAX_FAILED_LOOKS) throw error;
        log.warn({ job: job.id, error: String(error) }, "a build could not be looked at; tried again");
        await delay(pollMs, undefined, { signal: job.signal });
      }
    }
  }
}

async function readTail(hub: Hub, job: FollowedJob, log: Log): Promise<string[]> {
  const lines: string[] = [];
  const signal = AbortSignal.any([job.signal, AbortSignal.timeout(LOG_WITHIN_MS)]);
  try {
    for await (const { text } of streamJobLogs({ hub, ...job, signal })) {
      lines.push(text);
      if (lines.length > LOG_TAIL_LINES) lines.shift();
    }
  } catch (error) {
    job.signal.throwIfAborted();
    log.warn({ job: job.id, error: String(error) }, "the log of a build could not be read to its end");
  }
  return lines;
}
