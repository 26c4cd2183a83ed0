import { Database, SQLiteError } from "bun:sqlite";
import { chmodSync, closeSync, openSync } from "node:fs";
import type { z } from "zod";
import { VademecumError } from "../domain/errors.ts";
import type { Log } from "../domain/log.ts";

/** What is kept of members' conversations is nobody else's on the machine; SQLite gives its `-wal` the same rights. */
const FILE_MODE = 0o600;
const BUSY_TIMEOUT_MS = 5000;

export type SqlValue = string | number | null | Uint8Array;

/** A connection whose statements are prepared once, whose rows are parsed and whose errors help. */
export interface RecordsDatabase {
  /** Runs a statement that changes something; returns how many rows it changed. */
  run(sql: string, ...values: SqlValue[]): number;
  rows<Row>(schema: z.ZodType<Row>, sql: string, ...values: SqlValue[]): Row[];
  /** Runs several statements as one script, without values. */
  script(sql: string): void;
  /** All that `work` changes, or nothing; it begins with the right to write. */
  transaction<Result>(work: () => Result): Result;
  close(): void;
}

export interface OpenDatabaseOptions {
  path: string;
  /**
   * `full`: what has been written when a call returns outlives a power cut. `normal`: it outlives the process, but the
   * last moments before a power cut may be lost.
   */
  durability: "full" | "normal";
  log: Log;
  /** How long another process that writes is waited for. */
  busyTimeoutMs?: number;
}

/**
 * Opens a file of records, made where it is missing, for several processes at once.
 * @throws {VademecumError} RECORDS_DAMAGED, RECORDS_BUSY, RECORDS_FULL, RECORDS_FAILED; so do all its calls
 */
export function openDatabase(options: OpenDatabaseOptions): RecordsDatabase {
  const { path, durability, log, busyTimeoutMs = BUSY_TIMEOUT_MS } = options;
  const db = guarded(path, () => {
    makePrivate(path, log);
    return new Database(path, { readwrite: true, create: true });
  });
  const connection = wrap(db, path);
  try {
    connection.script(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
    const mode = guarded(path, () => db.query("PRAGMA journal_mode = WAL").values()[0]?.[0]);
    // Some network file systems have no shared memory: SQLite then keeps its older journal, which is slower, not worse.
    if (mode !== "wal") log.warn({ path, mode }, "the file of records has no write-ahead log here");
    connection.script(`PRAGMA synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
    // What a member has deleted is overwritten, not only forgotten.
    connection.script("PRAGMA secure_delete = ON");
    return connection;
  } catch (error) {
    db.close();
    throw error;
  }
}

function wrap(db: Database, path: string): RecordsDatabase {
  return {
    run: (sql, ...values) => guarded(path, () => db.query<unknown, SqlValue[]>(sql).run(...values).changes),
    rows: (schema, sql, ...values) =>
      guarded(path, () => db.query<unknown, SqlValue[]>(sql).all(...values)).map((row) => schema.parse(row)),
    script: (sql) => guarded(path, () => void db.run(sql)),
    transaction: (work) => guarded(path, () => db.transaction(work).immediate()),
    close: () => db.close(),
  };
}

/** Takes away everybody else's rights before anything is written. */
function makePrivate(path: string, log: Log): void {
  closeSync(openSync(path, "a", FILE_MODE));
  try {
    chmodSync(path, FILE_MODE);
  } catch (error) {
    log.warn({ path, error: String(error) }, "this file system keeps no rights: others may read the records");
  }
}

function guarded<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof SQLiteError) throw toRecordsError(path, error);
    if (error instanceof Error && "syscall" in error) throw cannotOpen(path, error);
    throw error;
  }
}

function toRecordsError(path: string, error: SQLiteError): VademecumError {
  const code = error.code ?? "";
  const common = { expected: error.message, cause: error };
  if (/^SQLITE_(?:NOTADB|CORRUPT)/.test(code)) return damagedRecords(path, error.message, error);
  if (/^SQLITE_(?:BUSY|LOCKED)/.test(code))
    return new VademecumError({
      code: "RECORDS_BUSY",
      message: `another process has been writing ${path} for too long`,
      hint: "ask again; if it stays so, look for a process that hangs with this file open",
      ...common,
    });
  if (/^SQLITE_FULL/.test(code))
    return new VademecumError({
      code: "RECORDS_FULL",
      message: `there is no room left to write ${path}`,
      hint: "make room on its disk, or shorten RETENTION_DAYS",
      ...common,
    });
  return new VademecumError({
    code: "RECORDS_FAILED",
    message: `${path} could not be read or written (${code || "no code"})`,
    hint: "look at the rights and the room of its folder",
    ...common,
  });
}

function cannotOpen(path: string, error: Error): VademecumError {
  return new VademecumError({
    code: "RECORDS_FAILED",
    message: `${path} cannot be opened`,
    expected: error.message,
    hint: "look at the rights of its folder, or set LOCAL_STORAGE_DIR to one that can be written",
    cause: error,
  });
}

/** The file is no file of records, or no whole one. */
export function damagedRecords(path: string, expected: string, cause?: unknown): VademecumError {
  return new VademecumError({
    code: "RECORDS_DAMAGED",
    message: `${path} is damaged or not a file of vademecum's records`,
    expected,
    hint: "move it aside together with its -wal and -shm; a new one is made at the next start",
    ...(cause === undefined ? {} : { cause }),
  });
}
