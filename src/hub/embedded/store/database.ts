import { Database, SQLiteError } from "bun:sqlite";
import { join } from "node:path";
import { VademecumError } from "../../../domain/errors.ts";

const SCHEMA_VERSION = 1;

/** How long a process waits for another one that writes. */
const BUSY_TIMEOUT_MS = 15_000;

// Commits and trees are never deleted but with their repository, so that every revision stays readable.
const SCHEMA = `
  CREATE TABLE repos (
    id TEXT PRIMARY KEY, type TEXT NOT NULL, name TEXT NOT NULL, private INTEGER NOT NULL, sdk TEXT,
    created_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL, UNIQUE (type, name)
  ) STRICT;
  CREATE TABLE refs (
    repo TEXT NOT NULL REFERENCES repos ON DELETE CASCADE, kind TEXT NOT NULL, name TEXT NOT NULL,
    commit_id TEXT NOT NULL, message TEXT, PRIMARY KEY (repo, kind, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE commits (
    repo TEXT NOT NULL REFERENCES repos ON DELETE CASCADE, id TEXT NOT NULL, parent TEXT, tree TEXT NOT NULL,
    depth INTEGER NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, author TEXT NOT NULL, date_ms INTEGER NOT NULL,
    PRIMARY KEY (repo, id)
  ) STRICT;
  CREATE TABLE trees (
    repo TEXT NOT NULL REFERENCES repos ON DELETE CASCADE, id TEXT NOT NULL, entries BLOB NOT NULL,
    PRIMARY KEY (repo, id)
  ) STRICT;
  CREATE TABLE objects (sha256 TEXT PRIMARY KEY, bytes INTEGER NOT NULL, stored_ms INTEGER NOT NULL) STRICT;
  CREATE TABLE repo_objects (
    repo TEXT NOT NULL REFERENCES repos ON DELETE CASCADE, sha256 TEXT NOT NULL, PRIMARY KEY (repo, sha256)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX repo_objects_by_sha256 ON repo_objects (sha256);
  CREATE TABLE xorb_chunks (
    xorb TEXT NOT NULL, place INTEGER NOT NULL, bytes INTEGER NOT NULL, scheme INTEGER NOT NULL,
    packed_offset INTEGER NOT NULL, packed_bytes INTEGER NOT NULL, object TEXT, object_offset INTEGER,
    PRIMARY KEY (xorb, place)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX xorb_chunks_by_object ON xorb_chunks (object);
`;

/**
 * Opens the database of a Hub's folder and makes its tables where there are none. Several processes may have it open;
 * what a transaction wrote is on the disk when it ends.
 * @throws VademecumError `HUB_FOLDER_NEWER` for a folder that a newer version has written, `HUB_FOLDER_UNUSABLE`
 */
export function openDatabase(dir: string): Database {
  const path = join(dir, "hub.db");
  try {
    return open(path);
  } catch (error) {
    throw error instanceof SQLiteError ? unusableFolder(path, error) : error;
  }
}

function open(path: string): Database {
  const db = new Database(path, { create: true, strict: true });
  try {
    db.run(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    db.run("PRAGMA journal_mode = WAL");
    db.run("PRAGMA synchronous = FULL");
    db.run("PRAGMA foreign_keys = ON");
    inTransaction(db, () => prepareSchema(db, path));
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/** A folder that a Hub cannot keep anything in. */
export function unusableFolder(path: string, cause: unknown): VademecumError {
  return new VademecumError({
    code: "HUB_FOLDER_UNUSABLE",
    message: `${path} cannot be used for a Hub: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: "check that the disk has room and that the folder is yours to write to, or use another folder (--dir)",
    cause,
  });
}

function prepareSchema(db: Database, path: string): void {
  const version = db.query<{ user_version: number }, []>("PRAGMA user_version").get()?.user_version ?? 0;
  if (version === 0) {
    db.run(SCHEMA);
    db.run(`PRAGMA user_version = ${SCHEMA_VERSION}`);
  } else if (version !== SCHEMA_VERSION) {
    throw new VademecumError({
      code: "HUB_FOLDER_NEWER",
      message: `${path} was written by another version of vademecum`,
      expected: `schema ${SCHEMA_VERSION}, got ${version}`,
      hint: "use the version that wrote it, or another folder (--dir)",
    });
  }
}

/** Runs `work` as one write that no other process comes between; an error undoes all of it. */
export function inTransaction<T>(db: Database, work: () => T): T {
  return db.transaction(work).immediate();
}
