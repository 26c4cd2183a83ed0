import { z } from "zod";
import { VademecumError } from "../domain/errors.ts";
import { damagedRecords, type RecordsDatabase } from "./database.ts";

/** Marks the file as vademecum's: `vade` in ASCII. */
const APPLICATION_ID = 0x76616465;

/** What each version of the file adds to the one before; a published one is never changed. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE spend (
     id INTEGER PRIMARY KEY,
     at_ms INTEGER NOT NULL,
     day TEXT NOT NULL,
     model TEXT NOT NULL,
     prompt_tokens INTEGER,
     completion_tokens INTEGER,
     cost_usd REAL CHECK (cost_usd >= 0)
   ) STRICT;
   CREATE INDEX spend_by_day ON spend (day);

   CREATE TABLE turns (
     id INTEGER PRIMARY KEY,
     conversation TEXT NOT NULL,
     user TEXT,
     question TEXT NOT NULL,
     answer TEXT NOT NULL,
     revision TEXT NOT NULL,
     at_ms INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX turns_by_conversation ON turns (conversation, id);
   CREATE INDEX turns_by_user ON turns (user) WHERE user IS NOT NULL;
   CREATE INDEX turns_by_time ON turns (at_ms);

   CREATE TABLE answers (
     id INTEGER PRIMARY KEY,
     question_key TEXT NOT NULL,
     revision TEXT NOT NULL,
     model TEXT NOT NULL,
     prompt_version TEXT NOT NULL,
     language TEXT NOT NULL,
     question TEXT NOT NULL,
     traits TEXT NOT NULL,
     vector BLOB,
     answer TEXT NOT NULL,
     used_at_ms INTEGER NOT NULL,
     UNIQUE (revision, model, prompt_version, language, question_key, traits)
   ) STRICT;
   CREATE INDEX answers_by_traits ON answers (traits, revision, model, prompt_version, language);
   CREATE INDEX answers_by_use ON answers (used_at_ms);

   CREATE TABLE unanswered (
     subject TEXT PRIMARY KEY,
     question TEXT NOT NULL,
     language TEXT NOT NULL,
     revision TEXT NOT NULL,
     count INTEGER NOT NULL,
     first_at_ms INTEGER NOT NULL,
     last_at_ms INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX unanswered_by_time ON unanswered (last_at_ms);`,

  `CREATE TABLE sent_answers (
     id TEXT PRIMARY KEY,
     user TEXT,
     question TEXT NOT NULL,
     answer TEXT NOT NULL,
     revision TEXT NOT NULL,
     tag TEXT NOT NULL,
     conversation TEXT,
     documents TEXT NOT NULL,
     at_ms INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX sent_answers_by_user ON sent_answers (user) WHERE user IS NOT NULL;
   CREATE INDEX sent_answers_by_time ON sent_answers (at_ms);

   CREATE TABLE feedback (
     answer_id TEXT NOT NULL,
     user TEXT NOT NULL,
     verdict TEXT NOT NULL CHECK (verdict IN ('up', 'down')),
     reason TEXT,
     at_ms INTEGER NOT NULL,
     PRIMARY KEY (answer_id, user)
   ) STRICT;
   CREATE INDEX feedback_by_user ON feedback (user);
   CREATE INDEX feedback_by_time ON feedback (at_ms);

   CREATE TABLE guild_settings (
     guild_id TEXT PRIMARY KEY,
     settings TEXT NOT NULL
   ) STRICT;

   CREATE TABLE threads (
     conversation TEXT PRIMARY KEY,
     guild_id TEXT NOT NULL,
     language TEXT NOT NULL,
     documents TEXT NOT NULL,
     at_ms INTEGER NOT NULL
   ) STRICT;

   CREATE TABLE announcements (
     guild_id TEXT PRIMARY KEY,
     revision TEXT NOT NULL,
     at_ms INTEGER NOT NULL
   ) STRICT;`,
];

export const RECORDS_VERSION = MIGRATIONS.length;

const StateSchema = z.object({ mark: z.number(), version: z.number(), tables: z.number() });

/**
 * Brings the file to this version, in one transaction; of several processes that start at once, one does it.
 * @throws {VademecumError} RECORDS_NEWER where a newer vademecum has written it, RECORDS_DAMAGED where none has
 */
export function migrate(db: RecordsDatabase, path: string): void {
  if (versionOf(db, path) === RECORDS_VERSION) return;
  db.transaction(() => {
    for (let version = versionOf(db, path); version < RECORDS_VERSION; version++)
      db.script(MIGRATIONS[version] ?? "");
    db.script(`PRAGMA user_version = ${RECORDS_VERSION}; PRAGMA application_id = ${APPLICATION_ID}`);
  });
}

function versionOf(db: RecordsDatabase, path: string): number {
  // In one statement, and so of one moment: another process may be migrating.
  const [state] = db.rows(
    StateSchema,
    `SELECT application_id AS mark, user_version AS version, (SELECT count(*) FROM sqlite_schema) AS tables
     FROM pragma_application_id, pragma_user_version`,
  );
  const { mark, version, tables } = state ?? { mark: 0, version: 0, tables: 0 };
  if (tables > 0 && mark !== APPLICATION_ID)
    throw damagedRecords(path, `application id ${APPLICATION_ID}; found ${mark}`);
  if (version > RECORDS_VERSION)
    throw new VademecumError({
      code: "RECORDS_NEWER",
      message: `${path} was written by a newer vademecum`,
      expected: `version ${RECORDS_VERSION} or older; found ${version}`,
      hint: "install that version again, or move the file aside (with its -wal and -shm) to begin a new one",
    });
  return version;
}
