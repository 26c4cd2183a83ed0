import { z } from "zod";
import type { Log } from "../domain/log.ts";
import type { RecordsDatabase } from "./database.ts";

const CheckpointSchema = z.object({ busy: z.number() });

/**
 * Deletes so that no deleted word is left in the file or its write-ahead log, and so that it outlives a power cut.
 * @param db a connection with durability "full"
 * @param work deletes, within one transaction, and returns how many rows that was
 * @returns that number
 */
export function deleteDurably(db: RecordsDatabase, log: Log, work: () => number): number {
  const deleted = db.transaction(work);
  if (deleted > 0) emptyLog(db, log);
  return deleted;
}

/** The write-ahead log still has deleted words: it is emptied into the file, where they are overwritten. */
export function emptyLog(db: RecordsDatabase, log: Log): void {
  const [checkpoint] = db.rows(CheckpointSchema, "PRAGMA wal_checkpoint(TRUNCATE)");
  if (checkpoint?.busy === 1)
    log.warn({}, "somebody reads the records: what was deleted stays in their write-ahead log till later");
}
