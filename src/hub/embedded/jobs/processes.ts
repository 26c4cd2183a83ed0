import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** A process that was started for a job. */
export interface JobProcess {
  jobId: string;
  /** Leader of the process group. */
  pid: number;
  /** Whether the group is known to be the job's: false once the leader may have ended and its number been given away. */
  ownsGroup: boolean;
}

const POLL_MS = 50;
const KILL_ROUNDS = 20;

interface ProcessStat {
  state: string;
  group: number;
  startTicks: string;
}

/** Fields of `/proc/<pid>/stat`; the name, which may hold anything, ends with the last parenthesis. */
function readStat(pid: number): ProcessStat | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null; // it has ended
  }
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, group, startTicks] = [fields[0], fields[2], fields[19]];
  if (state === undefined || group === undefined || startTicks === undefined) return null;
  return { state, group: Number(group), startTicks };
}

/**
 * What tells a process from a later one with the same number: the boot and the time of its start. Null when there is
 * no such process.
 */
export function processIdentity(pid: number): string | null {
  if (process.platform !== "linux") {
    const { stdout } = Bun.spawnSync(["ps", "-o", "lstart=", "-p", String(pid)]);
    return stdout.toString().trim() || null;
  }
  const stat = readStat(pid);
  if (stat === null || stat.state === "Z") return null;
  return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${stat.startTicks}`;
}

/** Name of a server among those that use the same folder: its process, and which of the servers inside it. */
export function createOwner(): string {
  return JSON.stringify([process.pid, processIdentity(process.pid), crypto.randomUUID()]);
}

/** Whether the process of a server still runs. */
export function isOwnerAlive(owner: string): boolean {
  const [pid, identity]: unknown[] = JSON.parse(owner);
  return typeof pid === "number" && typeof identity === "string" && processIdentity(pid) === identity;
}

/**
 * Processes of a job that are alive: those of its group, and on Linux also those that have left the group but still
 * carry the job's id in their environment, as a daemon that called setsid does.
 */
export function listJobProcesses(job: JobProcess): number[] {
  if (process.platform !== "linux") return job.ownsGroup ? listGroupByPs(job.pid) : [];
  const marker = Buffer.from(`\0JOB_ID=${job.jobId}\0`);
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => {
      if (!Number.isInteger(pid)) return false;
      const stat = readStat(pid);
      if (stat === null || stat.state === "Z") return false;
      return (job.ownsGroup && stat.group === job.pid) || hasMarker(pid, marker);
    });
}

function listGroupByPs(group: number): number[] {
  const { stdout } = Bun.spawnSync(["ps", "-axo", "pid=,pgid=,stat="]);
  return stdout
    .toString()
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, pgid, state]) => Number(pgid) === group && !state?.startsWith("Z"))
    .map(([pid]) => Number(pid));
}

function hasMarker(pid: number, marker: Buffer): boolean {
  try {
    return Buffer.concat([Buffer.from([0]), readFileSync(`/proc/${pid}/environ`)]).includes(marker);
  } catch {
    return false; // it has ended, or belongs to somebody else
  }
}

function send(pids: number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // ended in the meantime
    }
  }
}

/** Kills what is left of a job, at once. Repeated since a process may have started another meanwhile. */
export function killJobProcesses(job: JobProcess): void {
  for (let round = 0; round < KILL_ROUNDS; round++) {
    const pids = listJobProcesses(job);
    if (pids.length === 0) return;
    send(pids, "SIGKILL");
  }
}

/** Asks all processes of a job to end (SIGTERM), and kills those that have not after `graceMs`. */
export async function endJobProcesses(job: JobProcess, graceMs: number): Promise<void> {
  send(listJobProcesses(job), "SIGTERM");
  const deadline = performance.now() + graceMs;
  while (performance.now() < deadline) {
    if (listJobProcesses(job).length === 0) return;
    await delay(POLL_MS);
  }
  killJobProcesses(job);
}
