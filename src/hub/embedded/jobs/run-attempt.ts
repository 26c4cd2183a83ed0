import type { JobLog } from "./job-log.ts";
import { endJobProcesses, type JobProcess, killJobProcesses, processIdentity } from "./processes.ts";

/** How an attempt to run a job ended. */
export type AttemptEnd =
  | { kind: "exited"; exitCode: number; signal: string | null }
  | { kind: "timeout" }
  | { kind: "canceled" }
  | { kind: "stopped" };
/** Why an attempt was ended before it was done. */
export type EndReason = Exclude<AttemptEnd["kind"], "exited">;

/** An attempt that runs. */
export interface Attempt {
  pid: number;
  identity: string | null;
  /** Ends the whole process group; the first reason counts. */
  end(reason: EndReason): void;
  /** When nothing of it is alive and its log is written; rejects where the log could not be. */
  ended: Promise<AttemptEnd>;
}

/** How long output is awaited that a process outside the group may still hold open. */
const DRAIN_MS = 2000;

/**
 * Starts a job's command as the leader of a process group of its own. Standard error goes into the same pipe as
 * standard output, so that their lines keep the order in which they were written.
 */
export function startAttempt(options: {
  jobId: string;
  command: string[];
  environment: Record<string, string>;
  cwd: string;
  log: JobLog;
  timeoutMs: number;
  graceMs: number;
}): Attempt {
  const { jobId, command, environment, cwd, log, timeoutMs, graceMs } = options;
  const child = Bun.spawn({
    cmd: ["/bin/sh", "-c", 'exec "$@" 2>&1', "sh", ...command],
    cwd,
    env: environment,
    stdin: "ignore",
    stdout: "pipe",
    stderr: "ignore",
    detached: true,
  });
  const group: JobProcess = { jobId, pid: child.pid, ownsGroup: true };
  let reason: EndReason | null = null;
  let ending: Promise<void> | null = null;
  let isOver = false;
  function end(why: EndReason): void {
    if (reason !== null) return;
    reason = why;
    ending = endJobProcesses(group, graceMs);
  }
  const timer = setTimeout(() => end("timeout"), timeoutMs);

  async function waitForEnd(): Promise<AttemptEnd> {
    const drained = log.keep(child.stdout);
    // Nobody reads on when the output cannot be kept (the disk is full): the job would wait for ever.
    drained.catch(() => (isOver ? undefined : endJobProcesses(group, graceMs)));
    const exitCode = await child.exited;
    clearTimeout(timer);
    await ending;
    // As the end of a container: what the command has left behind does not outlive it.
    killJobProcesses(group);
    isOver = true; // from here on, the group's number may be somebody else's
    const isDrained = await Promise.race([drained.then(() => true), Bun.sleep(DRAIN_MS).then(() => false)]);
    if (!isDrained) await log.note("[output that other processes still hold open is not kept]");
    if (reason !== null) return { kind: reason };
    const signal = child.signalCode === null ? null : String(child.signalCode);
    return { kind: "exited", exitCode, signal };
  }
  return { pid: child.pid, identity: processIdentity(child.pid), end, ended: waitForEnd() };
}
