import { setTimeout as delay } from "node:timers/promises";
import * as library from "@huggingface/hub";
import { getJob } from "./get-job.ts";
import { HubError } from "./hub-error.ts";
import { type JobParams, libraryJobParams } from "./job.ts";

/** Connections in a row that may bring nothing new after a fault. */
const MAX_FRUITLESS_FAULTS = 5;
const RECONNECT_MS = 1000;
const RECONNECTED = new Set(["HUB_TIMEOUT", "HUB_UNREACHABLE", "HUB_UNAVAILABLE", "HUB_RATE_LIMITED"]);

/** A line of a job's output. */
export interface JobLogLine {
  text: string;
  at: Date;
}

/**
 * A job's output from its beginning, until it has ended. A stream that breaks off, is silent for too long or ends before
 * the job does is taken up again where it stopped: the Hub gives a log from its beginning each time.
 * @throws HubError after several faults in a row without a new line
 */
export async function* streamJobLogs(params: JobParams): AsyncGenerator<JobLogLine> {
  const { hub, id, signal } = params;
  let seen = 0;
  let faults = 0;
  // Asked before reading: what was written before the end is then read.
  let { hasEnded } = await getJob(params);
  for (;;) {
    try {
      for await (const line of readFrom(params, seen)) {
        seen++;
        faults = 0;
        yield line;
      }
      if (hasEnded) return;
    } catch (error) {
      signal?.throwIfAborted();
      faults += weigh(error, hasEnded);
      if (faults > MAX_FRUITLESS_FAULTS) throw error;
      hub.log.debug({ job: id, err: error }, "the log of a job broke off and is taken up again");
    }
    hasEnded ||= (await getJob(params)).hasEnded;
    // The rest of an ended job's log is there already.
    if (!hasEnded || faults > 0) await delay(RECONNECT_MS, undefined, signal ? { signal } : {});
  }
}

/** How much a fault counts. Those that another connection does not mend are thrown. */
function weigh(error: unknown, hasEnded: boolean): 0 | 1 {
  if (!(error instanceof HubError) || !RECONNECTED.has(error.code)) throw error;
  // A job that runs may be silent for as long as it likes.
  return error.code === "HUB_TIMEOUT" && !hasEnded ? 0 : 1;
}

/** One connection: its lines but the first `skip`. */
async function* readFrom(params: JobParams, skip: number): AsyncGenerator<JobLogLine> {
  const connection = new AbortController();
  const signals = [connection.signal, ...(params.signal ? [params.signal] : [])];
  try {
    const lines = library.streamJobLogs(libraryJobParams({ ...params, signal: AbortSignal.any(signals) }));
    let position = 0;
    for await (const { message, timestamp } of lines)
      if (position++ >= skip) yield { text: message, at: timestamp };
  } finally {
    connection.abort(); // the library leaves the connection open when nobody reads on
  }
}
