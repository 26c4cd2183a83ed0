import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog } from "../../testing/silent-log.ts";
import { type OpenRecordsOptions, openRecords, type Records } from "../open-records.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** Records in a folder of their own, under a clock that stands still until it is moved. */
export interface RecordsFolder {
  path: string;
  records: Records;
  clock: () => Date;
  passDays(days: number): void;
  /** Lets a day pass, at whose end the records sweep themselves. */
  passDayWithSweep(): void;
  /** Opens the same records once more; closed with the folder. */
  open(options?: Partial<OpenRecordsOptions>): Records;
  remove(): void;
}

export function createRecordsFolder(): RecordsFolder {
  const dir = mkdtempSync(join(tmpdir(), "records-"));
  const path = join(dir, "vademecum.db");
  let nowMs = Date.UTC(2026, 4, 20, 12);
  const clock = () => new Date(nowMs);
  const daily = new Set<() => void>();
  const repeat: OpenRecordsOptions["repeat"] = (work) => {
    daily.add(work);
    return () => daily.delete(work);
  };
  const opened: Records[] = [];
  const open: RecordsFolder["open"] = (options) => {
    const records = openRecords({ path, retentionDays: 30, clock, log: silentLog, repeat, ...options });
    opened.push(records);
    return records;
  };
  return {
    path,
    records: open(),
    clock,
    passDays: (days) => {
      nowMs += days * DAY_MS;
    },
    passDayWithSweep() {
      nowMs += DAY_MS;
      for (const work of daily) work();
    },
    open,
    remove() {
      for (const records of opened) records.close();
      rmSync(dir, { recursive: true });
    },
  };
}
