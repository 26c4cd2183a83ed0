import { getJob } from "../../hub/get-job.ts";
import type { Job, JobParams } from "../../hub/job.ts";
import { type JobLogLine, streamJobLogs } from "../../hub/stream-job-logs.ts";

/** The first line of a job that runs may take as long as a connection does. */
const FIRST_LINE_WITHIN_MS = 5000;
/** What is there comes at once; after a silence of this length the rest is yet to be written. */
const SILENCE_MS = 1000;

/**
 * What a job has written so far. A Hub ends the log of a job that runs only with the job, so that a silence counts as its
 * end.
 */
export async function readLogSoFar(
  params: JobParams & { signal: AbortSignal },
  job: Job,
  onLine: (line: JobLogLine) => void,
): Promise<Job> {
  const silent = new AbortController();
  const wait = (ms: number) => setTimeout(() => silent.abort(), ms);
  let timer = job.hasEnded ? null : wait(FIRST_LINE_WITHIN_MS);
  const signal = AbortSignal.any([params.signal, silent.signal]);
  try {
    for await (const line of streamJobLogs({ ...params, signal })) {
      onLine(line);
      if (timer !== null) {
        clearTimeout(timer);
        timer = wait(SILENCE_MS);
      }
    }
  } catch (error) {
    if (!silent.signal.aborted || params.signal.aborted) throw error;
  } finally {
    if (timer !== null) clearTimeout(timer);
  }
  return job.hasEnded ? job : await getJob(params);
}
