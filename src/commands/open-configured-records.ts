import type { Config } from "../config.ts";
import type { Log } from "../domain/log.ts";
import { openRecords, type Records } from "../records/open-records.ts";

/**
 * Opens the records where the configuration places them.
 * @throws VademecumError what `openRecords` throws
 */
export function openConfiguredRecords(config: Config, log: Log): Records {
  return openRecords({
    path: config.recordsPath,
    retentionDays: config.retentionDays,
    clock: () => new Date(),
    log,
  });
}
