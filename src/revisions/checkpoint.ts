import { Database } from "bun:sqlite";
import { rmSync } from "node:fs";
import type { Log } from "../domain/log.ts";

/**
 * Vectors that an unfinished build has made, so that the next one goes on where it was killed.
 * The key says all that a vector depends on: see `vectorKey`.
 */
export interface Checkpoint {
  get(key: string): Float32Array | null;
  put(key: string, vector: Float32Array): void;
  /** Vectors kept, over all builds that have not finished. */
  count(): number;
  close(): void;
  /** Forgets the vectors that were taken or put: they are part of a revision now. Those of other builds stay. */
  finish(): void;
}

/**
 * The name of a vector: the hash of all that it depends on.
 * @param maker the model's fingerprint and the kind of processor
 */
export function vectorKey(maker: { fingerprint: string; cpu: string }, textSha256: string): string {
  return new Bun.CryptoHasher("sha256")
    .update(`${maker.fingerprint}\n${maker.cpu}\n${textSha256}`)
    .digest("hex");
}

/** Opens or makes the checkpoint. Every vector is safe against a kill of the process as soon as `put` returns. */
export function openCheckpoint(path: string, log: Pick<Log, "warn">): Checkpoint {
  const db = openDatabase(path, log);
  const select = db.query<{ vector: Uint8Array }, [string]>("SELECT vector FROM vectors WHERE key = ?");
  const insert = db.query("INSERT OR REPLACE INTO vectors (key, vector) VALUES (?, ?)");
  const forget = db.query("DELETE FROM vectors WHERE key = ?");
  const used = new Set<string>();
  const count = () => db.query<{ n: number }, []>("SELECT count(*) AS n FROM vectors").get()?.n ?? 0;
  return {
    get(key) {
      const row = select.get(key);
      if (!row) return null;
      used.add(key);
      return new Float32Array(Uint8Array.from(row.vector).buffer);
    },
    put(key, vector) {
      insert.run(key, new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
      used.add(key);
    },
    count,
    close: () => db.close(),
    finish() {
      db.transaction(() => {
        for (const key of used) forget.run(key);
      })();
      const isEmpty = count() === 0;
      db.close();
      if (isEmpty) removeFiles(path);
    },
  };
}

function openDatabase(path: string, log: Pick<Log, "warn">): Database {
  try {
    return prepare(new Database(path, { create: true, strict: true }));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : null;
    if (code !== "SQLITE_NOTADB" && code !== "SQLITE_CORRUPT") throw error;
    // It only saves time: a damaged one must not stand in the way of every build to come.
    log.warn({ path, code }, "the checkpoint is damaged and is begun anew");
    removeFiles(path);
    return prepare(new Database(path, { create: true, strict: true }));
  }
}

function prepare(db: Database): Database {
  try {
    // Before all else, so that whatever follows waits for another process instead of failing.
    db.run("PRAGMA busy_timeout = 5000");
    // With WAL a kill loses nothing that was committed; without fsync at each commit a power cut may lose the last few
    // vectors, which are then embedded again.
    db.run("PRAGMA journal_mode = WAL");
    db.run("PRAGMA synchronous = NORMAL");
    db.run("CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID");
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function removeFiles(path: string): void {
  for (const suffix of ["", "-wal", "-shm"]) rmSync(path + suffix, { force: true });
}
