import { createCipheriv, createDecipheriv } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import type { Log } from "../domain/log.ts";
import type { RecordsDatabase } from "./database.ts";
import { emptyLog } from "./delete-durably.ts";

const KEY_BYTES = 32;
const CIPHER = "aes-256-gcm";
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CountSchema = z.object({ count: z.number() });
/** Tables whose rows are somebody's, found by their pseudonym alone. */
const NAMED_TABLES = ["turns", "sent_answers", "feedback", "threads"];

/** The names under which users and conversations stand in the records. */
export interface Pseudonyms {
  user(id: string): string;
  conversation(id: string): string;
  /** Hides a text that has to be read again; each time it looks different. */
  seal(text: string): string;
  /** The text that was sealed; null where it was not sealed under this key. */
  unseal(sealed: string): string | null;
}

/**
 * Pseudonyms by a keyed hash whose key lies in a file of its own beside the records: a copy of the records alone names
 * nobody, though the ids of Discord are few enough to try them all, while whoever asks for the rows of an id finds them.
 * Where the key is gone its users' rows could never be found again for their deletion, so they are deleted.
 */
export function openPseudonyms(db: RecordsDatabase, recordsPath: string, log: Log): Pseudonyms {
  const path = `${recordsPath}.key`;
  let orphans = 0;
  // With the right to write: of several processes that start at once, one makes the key.
  const key = db.transaction(() => {
    const known = existsSync(path) ? Buffer.from(readFileSync(path, "utf8").trim(), "hex") : null;
    if (known?.length === KEY_BYTES) return known;
    const counts = NAMED_TABLES.map(
      (table) => db.rows(CountSchema, `SELECT count(*) AS count FROM ${table}`)[0]?.count ?? 0,
    );
    orphans = counts.reduce((sum, count) => sum + count, 0);
    if (orphans > 0) {
      log.warn({ path, rows: orphans }, "the key of the records is gone, so what it named is deleted");
      for (const table of NAMED_TABLES) db.run(`DELETE FROM ${table}`);
    }
    const fresh = crypto.getRandomValues(Buffer.alloc(KEY_BYTES));
    writeKey(path, fresh.toString("hex"));
    return fresh;
  });
  if (orphans > 0) emptyLog(db, log);
  const hash = (kind: string, id: string) =>
    new Bun.CryptoHasher("sha256", key).update(`${kind}\0${id}`).digest("hex");
  const sealKey = Buffer.from(hash("key", "seal"), "hex");
  return {
    user: (id) => hash("user", id),
    conversation: (id) => hash("conversation", id),
    seal(text) {
      const nonce = crypto.getRandomValues(Buffer.alloc(NONCE_BYTES));
      const cipher = createCipheriv(CIPHER, sealKey, nonce);
      const hidden = [cipher.update(text, "utf8"), cipher.final()];
      return Buffer.concat([nonce, cipher.getAuthTag(), ...hidden]).toString("base64");
    },
    unseal(sealed) {
      const bytes = Buffer.from(sealed, "base64");
      try {
        const decipher = createDecipheriv(CIPHER, sealKey, bytes.subarray(0, NONCE_BYTES));
        decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        const shown = [decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()];
        return Buffer.concat(shown).toString("utf8");
      } catch {
        return null;
      }
    },
  };
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
