import { Database } from "bun:sqlite";
import { chmodSync, closeSync, openSync } from "node:fs";

/**
 * Opens or makes a SQLite file that only its owner may read, since it may hold secrets. Several processes may use it
 * at once; what was written is safe against a kill of the process as soon as the call returns. What is taken out is
 * overwritten.
 */
export function openPrivateDatabase(path: string, schema: string): Database {
  closeSync(openSync(path, "a", 0o600)); // SQLite gives its side files the rights of the file itself
  chmodSync(path, 0o600);
  const db = new Database(path, { strict: true });
  db.run("PRAGMA busy_timeout = 5000");
  db.run("PRAGMA journal_mode = WAL");
  db.run("PRAGMA synchronous = FULL");
  db.run("PRAGMA secure_delete = ON");
  db.run(schema);
  return db;
}
