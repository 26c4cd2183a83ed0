import { Database } from "bun:sqlite";
import { existsSync, rmSync } from "node:fs";

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
  /** Removes the file: what it held has become part of a revision. */
  remove(): void;
}

/** The name of a vector: the hash of what the model was and of the exact text that it saw. */
export function vectorKey(fingerprint: string, textSha256: string): string {
  return new Bun.CryptoHasher("sha256").update(`${fingerprint}\n${textSha256}`).digest("hex");
}

/** Opens or makes the checkpoint. Every vector is safe against a kill of the process as soon as `put` returns. */
export function openCheckpoint(path: string): Checkpoint {
  const db = new Database(path, { create: true, strict: true });
  // With WAL a kill loses nothing that was committed; without fsync at each commit a power cut may lose the last few
  // vectors, which are then embedded again.
  db.run("PRAGMA journal_mode = WAL");
  db.run("PRAGMA synchronous = NORMAL");
  db.run("PRAGMA busy_timeout = 5000");
  db.run("CREATE TABLE IF NOT EXISTS vectors (key TEXT PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID");
  const select = db.query<{ vector: Uint8Array }, [string]>("SELECT vector FROM vectors WHERE key = ?");
  const insert = db.query("INSERT OR REPLACE INTO vectors (key, vector) VALUES (?, ?)");
  const close = () => db.close();
  return {
    get(key) {
      const row = select.get(key);
      return row ? new Float32Array(Uint8Array.from(row.vector).buffer) : null;
    },
    put(key, vector) {
      insert.run(key, new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength));
    },
    count: () => db.query<{ n: number }, []>("SELECT count(*) AS n FROM vectors").get()?.n ?? 0,
    close,
    remove() {
      close();
      for (const suffix of ["", "-wal", "-shm"]) {
        if (existsSync(path + suffix)) rmSync(path + suffix);
      }
    },
  };
}
