import { open } from "node:fs/promises";
import type { Log } from "../domain/log.ts";

/**
 * Makes what brings the write-ahead log of a file of records onto the disk, as soon as can be and in another thread: on a
 * busy disk that takes a good part of a second, in which this thread would answer nobody. Calls while it is at it are met by
 * one more go.
 *
 * Only the log is opened: closing the file of records itself would take away the locks that this process has on it.
 * @param path of the file of records
 */
export function createSyncSoon(path: string, log: Log): () => void {
  let isWanted = false;
  let isRunning = false;

  async function syncWhileWanted(): Promise<void> {
    isRunning = true;
    while (isWanted) {
      isWanted = false;
      try {
        const file = await open(`${path}-wal`, "r");
        try {
          await file.datasync();
        } finally {
          await file.close();
        }
      } catch (error) {
        // Without a log here SQLite has waited for the disk itself.
        if (error instanceof Error && "code" in error && error.code === "ENOENT") continue;
        log.warn({ path, reason: String(error) }, "what was spent is written and not yet surely on the disk");
      }
    }
    isRunning = false;
  }

  return () => {
    isWanted = true;
    if (!isRunning) void syncWhileWanted();
  };
}
