import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import type { Log } from "../domain/log.ts";
import type { RecordsDatabase } from "./database.ts";

const KEY_BYTES = 32;
const CountSchema = z.object({ count: z.number() });

/** The names under which users and conversations stand in the records. */
export interface Pseudonyms {
  user(id: string): string;
  conversation(id: string): string;
}

/**
 * Pseudonyms by a keyed hash whose key lies in a file of its own beside the records: a copy of the records alone names
 * nobody, though the ids of Discord are few enough to try them all, while whoever asks for the rows of an id finds them.
 * Where the key is gone its users' rows could never be found again for their deletion, so they are deleted.
 */
export function openPseudonyms(db: RecordsDatabase, recordsPath: string, log: Log): Pseudonyms {
  const path = `${recordsPath}.key`;
  // With the right to write: of several processes that start at once, one makes the key.
  const key = db.transaction(() => {
    const known = existsSync(path) ? Buffer.from(readFileSync(path, "utf8").trim(), "hex") : null;
    if (known?.length === KEY_BYTES) return known;
    const orphans = db.rows(CountSchema, "SELECT count(*) AS count FROM turns")[0]?.count ?? 0;
    if (orphans > 0) {
      log.warn({ path, turns: orphans }, "the key of the records is gone, so what it named is deleted");
      db.run("DELETE FROM turns");
    }
    const fresh = crypto.getRandomValues(Buffer.alloc(KEY_BYTES));
    writeKey(path, fresh.toString("hex"));
    return fresh;
  });
  const hash = (kind: string, id: string) =>
    new Bun.CryptoHasher("sha256", key).update(`${kind}\0${id}`).digest("hex");
  return { user: (id) => hash("user", id), conversation: (id) => hash("conversation", id) };
}

function writeKey(path: string, text: string): void {
  const partial = `${path}.${crypto.randomUUID()}.tmp`;
  writeFileSync(partial, text, { mode: 0o600, flush: true });
  renameSync(partial, path);
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
