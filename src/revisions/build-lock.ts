import { Database, SQLiteError } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { VademecumError } from "../domain/errors.ts";

/**
 * Keeps a folder of builds for one process at a time. The lock is SQLite's, which the system takes back from a process
 * that is killed; the folder has to be on a disk of this machine.
 * @throws VademecumError `BUILD_RUNS_ALREADY` where another process has it
 */
export function lockBuilds(dir: string): { release(): void } {
  mkdirSync(dir, { recursive: true });
  const db = new Database(join(dir, "lock.db"));
  try {
    db.exec("PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE");
  } catch (error) {
    db.close();
    if (!(error instanceof SQLiteError && error.code === "SQLITE_BUSY")) throw error;
    throw new VademecumError({
      code: "BUILD_RUNS_ALREADY",
      message: `another build is at work in ${dir}`,
      expected: "one build at a time in a state folder",
      hint: "wait until it has ended and run this again, or use another state folder (VADEMECUM_DIR)",
      cause: error,
    });
  }
  return { release: () => db.close() };
}
