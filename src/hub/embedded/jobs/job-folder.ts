import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Log } from "../../../domain/log.ts";

/** Where a job's output is kept. */
export function jobLogPath(jobsDir: string, id: string): string {
  return join(jobsDir, id, "log.jsonl");
}

/** Where a job runs. */
export function workFolder(jobsDir: string, id: string): string {
  return join(jobsDir, id, "work");
}

/** Removes what an ended job has left where it ran. Never throws: the job's end does not hang on it. */
export async function removeWorkFolder(options: { jobsDir: string; id: string; log: Log }): Promise<void> {
  const { jobsDir, id, log } = options;
  try {
    await rm(workFolder(jobsDir, id), { recursive: true, force: true });
  } catch (error) {
    log.warn({ job: id, err: error }, "the folder of a job could not be removed");
  }
}
