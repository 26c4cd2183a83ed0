import { existsSync, readFileSync } from "node:fs";

const HAS_PROC = existsSync("/proc/self/status");

/**
 * Resident memory of a process in bytes, null when it is gone. From /proc where there is one, else from `ps`.
 */
export function residentBytes(pid: number): number | null {
  const kilobytes = HAS_PROC ? readStatus(pid) : askPs(pid);
  return kilobytes === null ? null : kilobytes * 1024;
}

function readStatus(pid: number): number | null {
  try {
    const match = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "latin1"));
    return match === null ? null : Number(match[1]);
  } catch {
    // The process ended between two looks at it.
    return null;
  }
}

function askPs(pid: number): number | null {
  const output = Bun.spawnSync(["ps", "-o", "rss=", "-p", String(pid)])
    .stdout.toString()
    .trim();
  return /^\d+$/.test(output) ? Number(output) : null;
}
