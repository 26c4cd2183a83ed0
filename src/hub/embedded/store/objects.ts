import type { Database } from "bun:sqlite";
import { inTransaction } from "./database.ts";
import type { ObjectFiles, PendingObject } from "./object-files.ts";

/** What was uploaded and never committed is kept this long: a client commits when all its uploads are done. */
const UNCOMMITTED_KEPT_MS = 7 * 24 * 60 * 60 * 1000;

/**
 * A client that uploads by Xet remembers for some weeks which chunks it has sent, and does not send them again: the
 * files that they lie in are kept as long.
 */
const CHUNKS_KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** The content that a Hub holds, and which repository needs which. */
export interface Objects {
  /** Size in bytes, null where the content is not here. */
  bytes(sha256: string): number | null;
  /** Takes finished content in, durably; within a transaction or on its own. */
  keep(pending: readonly PendingObject[]): void;
  /** Lets the time in which content waits for its commit begin anew. */
  renew(sha256: string): void;
  /** Notes that a repository needs this content as long as it exists. */
  claim(repo: string, sha256: Iterable<string>): void;
  /** Whether any commit of a repository has this content. */
  isClaimed(repo: string, sha256: string): boolean;
  /** Removes content that no repository needs; returns how many files went. */
  collect(): number;
}

export function openObjects(options: { db: Database; files: ObjectFiles; clock: () => Date }): Objects {
  const { db, files, clock } = options;
  const select = db.query<{ bytes: number }, [string]>("SELECT bytes FROM objects WHERE sha256 = ?");
  const insert = db.query("INSERT OR REPLACE INTO objects (sha256, bytes, stored_ms) VALUES (?, ?, ?)");
  const renew = db.query("UPDATE objects SET stored_ms = ? WHERE sha256 = ?");
  const claim = db.query("INSERT OR IGNORE INTO repo_objects (repo, sha256) VALUES (?, ?)");
  const selectClaim = db.query<{ repo: string }, [string, string]>(
    "SELECT repo FROM repo_objects WHERE repo = ? AND sha256 = ?",
  );
  const forgetUnneeded = db.query<{ sha256: string }, [number, number]>(`
    DELETE FROM objects WHERE stored_ms < ?1 AND sha256 NOT IN (SELECT sha256 FROM repo_objects)
      AND (stored_ms < ?2 OR sha256 NOT IN (SELECT object FROM xorb_chunks WHERE object IS NOT NULL))
    RETURNING sha256`);
  const forgetChunks = db.query(
    "UPDATE xorb_chunks SET object = NULL, object_offset = NULL WHERE object = ?",
  );
  const listKnown = db.query<{ sha256: string }, []>("SELECT sha256 FROM objects");

  const bytes = (sha256: string) => select.get(sha256)?.bytes ?? null;

  return {
    bytes,
    // Names are given and taken under the database's write lock, so that no process removes what another one brings.
    keep(pending) {
      if (pending.length === 0) return;
      inTransaction(db, () => {
        files.keep(pending);
        for (const object of pending) insert.run(object.sha256, object.bytes, clock().getTime());
      });
    },
    renew: (sha256) => void renew.run(clock().getTime(), sha256),
    claim(repo, hashes) {
      for (const sha256 of hashes) claim.run(repo, sha256);
    },
    isClaimed: (repo, sha256) => selectClaim.get(repo, sha256) !== null,
    // First forgotten, then removed: whenever this is killed, what is left is a file too many and never one too few.
    collect() {
      const now = clock().getTime();
      inTransaction(db, () => {
        for (const { sha256 } of forgetUnneeded.all(now - UNCOMMITTED_KEPT_MS, now - CHUNKS_KEPT_MS))
          forgetChunks.run(sha256);
      });
      return inTransaction(db, () => {
        const known = new Set(listKnown.all().map(({ sha256 }) => sha256));
        const surplus = files.list().filter((sha256) => !known.has(sha256));
        for (const sha256 of surplus) files.remove(sha256);
        return surplus.length;
      });
    },
  };
}
