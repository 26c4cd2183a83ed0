import { setTimeout as delay } from "node:timers/promises";
import { getJob } from "../../hub/get-job.ts";
import { HubError } from "../../hub/hub-error.ts";
import type { Job, JobParams } from "../../hub/job.ts";
import { type JobLogLine, streamJobLogs } from "../../hub/stream-job-logs.ts";

/** The log tells sooner what happens. */
const STAGE_POLL_MS = 2000;
const END_POLL_MS = 500;

export interface FollowedJob extends JobParams {
  signal: AbortSignal;
  onLine(line: JobLogLine): void;
  /** Told of every stage, the last one too. */
  onStage(job: Job): void;
}

/**
 * Follows a job to its end: its output and its stages.
 * @throws HubError where its log or state can lastingly not be read; the signal's reason
 */
export async function followJob(options: FollowedJob): Promise<Job> {
  const { onLine, onStage, ...params } = options;
  let shown: string | null = null;
  const show = (job: Job) => {
    if (job.stage !== shown) onStage(job);
    shown = job.stage;
  };
  const read = new AbortController();
  const signal = AbortSignal.any([params.signal, read.signal]);
  const watched = watchStages({ ...params, signal }, show);
  try {
    for await (const line of streamJobLogs(params)) onLine(line);
  } finally {
    read.abort();
    await watched;
  }
  const job = await untilEnded(params);
  show(job);
  return job;
}

/** Tells the stages while the log is read. What fails here fails there too, and is told there. */
async function watchStages(
  params: FollowedJob | (JobParams & { signal: AbortSignal }),
  show: (job: Job) => void,
) {
  const { hub, namespace, id, signal } = params;
  while (!signal.aborted) {
    try {
      const job = await getJob({ hub, namespace, id, signal });
      show(job);
      if (job.hasEnded) return;
      await delay(STAGE_POLL_MS, undefined, { signal });
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof HubError)) throw error;
      hub.log.debug({ job: id, err: error }, "the state of a job could not be read; tried again");
      await delay(STAGE_POLL_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** The log of a job may end a moment before the job is said to have ended. */
async function untilEnded(params: JobParams): Promise<Job> {
  for (;;) {
    const job = await getJob(params);
    if (job.hasEnded) return job;
    await delay(END_POLL_MS, undefined, params.signal ? { signal: params.signal } : {});
  }
}
