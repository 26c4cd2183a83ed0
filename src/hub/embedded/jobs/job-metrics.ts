import { readFileSync } from "node:fs";
import { availableParallelism, totalmem } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { listJobProcesses } from "./processes.ts";

const INTERVAL_MS = 1000;
const START_POLL_MS = 50;
/** Clock ticks a second and bytes a page, as Linux reports them to programs on every machine we run on. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4096;

interface Usage {
  cpuSeconds: number;
  memoryBytes: number;
}

function measure(pids: number[]): Usage {
  const usage: Usage = { cpuSeconds: 0, memoryBytes: 0 };
  for (const pid of pids) {
    try {
      const text = readFileSync(`/proc/${pid}/stat`, "utf8");
      const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
      usage.cpuSeconds += (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
      usage.memoryBytes += Number(fields[21]) * PAGE_BYTES;
    } catch {
      // ended in the meantime
    }
  }
  return usage;
}

/**
 * What a job's processes use, once a second while they run: in the Hub's form. Traffic is that of no container and not
 * known for single processes: it is given as 0. Away from Linux nothing can be measured and nothing is given.
 */
export async function* measureJob(options: {
  jobId: string;
  /** Leader of its processes: null while there is none yet, undefined once the job has ended. */
  pid: () => number | null | undefined;
  signal: AbortSignal;
}): AsyncGenerator<object> {
  if (process.platform !== "linux") return;
  let before: (Usage & { atMs: number }) | null = null;
  while (!options.signal.aborted) {
    const pid = options.pid();
    if (pid === undefined) return;
    if (pid === null) {
      await delay(START_POLL_MS);
      continue;
    }
    const usage = measure(listJobProcesses({ jobId: options.jobId, pid, ownsGroup: true }));
    const atMs = performance.now();
    if (before !== null) {
      const cores = Math.max(0, ((usage.cpuSeconds - before.cpuSeconds) * 1000) / (atMs - before.atMs));
      yield {
        cpu_usage_pct: Math.round((cores / availableParallelism()) * 100),
        cpu_millicores: availableParallelism() * 1000,
        memory_used_bytes: usage.memoryBytes,
        memory_total_bytes: totalmem(),
        rx_bps: 0,
        tx_bps: 0,
        gpus: {},
        replica: options.jobId.slice(-5),
      };
    }
    before = { ...usage, atMs };
    await delay(INTERVAL_MS);
  }
}
