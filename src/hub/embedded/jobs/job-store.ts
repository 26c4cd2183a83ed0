import type { Database } from "bun:sqlite";
import { z } from "zod";
import { type Initiator, type JobRecord, JobRecordSchema, type JobStage } from "./job-record.ts";
import type { JobOrder, Labels, Secrets } from "./job-spec.ts";
import { createObjectId } from "./object-id.ts";

export const JOBS_SCHEMA = `
  CREATE TABLE IF NOT EXISTS jobs (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    namespace TEXT NOT NULL,
    spec TEXT NOT NULL,
    labels TEXT NOT NULL,
    initiator TEXT NOT NULL,
    secrets TEXT,
    stage TEXT NOT NULL,
    message TEXT,
    created_at REAL NOT NULL,
    started_at REAL,
    finished_at REAL,
    failure_count INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    pid INTEGER,
    pid_identity TEXT,
    cancel_requested INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX IF NOT EXISTS jobs_by_stage ON jobs (stage);
  CREATE INDEX IF NOT EXISTS jobs_by_namespace ON jobs (namespace, number);
`;

const CountSchema = z.object({ count: z.number() });
const SecretsRowSchema = z.object({ secrets: z.string().nullable() });
const SecretsSchema = z.record(z.string(), z.string());

/** The jobs of a folder. Every change of stage is one statement, so that two servers cannot both make it. */
export type JobStore = ReturnType<typeof createJobStore>;

export function createJobStore(db: Database) {
  const parse = (row: unknown): JobRecord | null =>
    row === null || row === undefined ? null : JobRecordSchema.parse(row);
  const parseAll = (rows: unknown[]): JobRecord[] => rows.map((row) => JobRecordSchema.parse(row));

  function get(id: string): JobRecord | null {
    return parse(db.query("SELECT * FROM jobs WHERE id = ?").get(id));
  }

  /** SQLite's journal would keep what was overwritten, secrets too, until it is full. */
  function emptyJournal(): void {
    db.run("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  return {
    get,

    insert(
      job: JobOrder & { namespace: string; initiator: Initiator; owner: string; nowMs: number },
    ): string {
      const id = createObjectId(job.nowMs);
      const secrets = Object.keys(job.secrets).length === 0 ? null : JSON.stringify(job.secrets);
      db.query(
        `INSERT INTO jobs (id, namespace, spec, labels, initiator, secrets, stage, created_at, owner)
         VALUES (?, ?, ?, ?, ?, ?, 'SCHEDULING', ?, ?)`,
      ).run(
        id,
        job.namespace,
        JSON.stringify(job.spec),
        JSON.stringify(job.labels),
        JSON.stringify(job.initiator),
        secrets,
        job.nowMs,
        job.owner,
      );
      return id;
    },

    /** Newest first. `before` is the number of the last job of the page before; `next` the cursor of the one after. */
    list(query: {
      namespace: string;
      stages: JobStage[];
      labels: [string, string][];
      before: number | null;
      limit: number;
    }): { jobs: JobRecord[]; next: number | null } {
      const stages = query.stages.map((stage) => `'${stage}'`).join(",");
      const rows = db
        .query(
          `SELECT * FROM jobs WHERE namespace = ? AND number < ?
           ${stages === "" ? "" : `AND stage IN (${stages})`}
           ${query.labels.map(() => "AND EXISTS (SELECT 1 FROM json_each(labels) WHERE key = ? AND value = ?)").join(" ")}
           ORDER BY number DESC LIMIT ?`,
        )
        .all(
          query.namespace,
          query.before ?? Number.MAX_SAFE_INTEGER,
          ...query.labels.flat(),
          query.limit + 1,
        );
      const page = rows.slice(0, query.limit);
      const last = z.object({ number: z.number() }).safeParse(page.at(-1));
      const next = rows.length > page.length && last.success ? last.data.number : null;
      return { jobs: parseAll(page), next };
    },

    count(namespace: string, stages: JobStage[]): number {
      const list = stages.map((stage) => `'${stage}'`).join(",");
      const row = db
        .query(
          `SELECT count(*) AS count FROM jobs WHERE namespace = ? ${list === "" ? "" : `AND stage IN (${list})`}`,
        )
        .get(namespace);
      return CountSchema.parse(row).count;
    },

    /** The values of a job's secrets; null where they are not kept any more. */
    secretsOf(job: JobRecord): Secrets | null {
      const row = SecretsRowSchema.parse(db.query("SELECT secrets FROM jobs WHERE id = ?").get(job.id));
      if (row.secrets !== null) return SecretsSchema.parse(JSON.parse(row.secrets));
      return job.spec.secretNames.length === 0 ? {} : null;
    },

    setLabels(id: string, labels: Labels): void {
      db.query("UPDATE jobs SET labels = ? WHERE id = ?").run(JSON.stringify(labels), id);
    },

    /** Takes the oldest waiting job of a server's own queue. */
    claim(owner: string, nowMs: number): JobRecord | null {
      return parse(
        db
          .query(
            `UPDATE jobs SET stage = 'RUNNING', started_at = ? WHERE stage = 'SCHEDULING' AND number =
             (SELECT min(number) FROM jobs WHERE stage = 'SCHEDULING' AND owner = ?) RETURNING *`,
          )
          .get(nowMs, owner),
      );
    },

    setProcess(id: string, pid: number, identity: string | null): void {
      db.query("UPDATE jobs SET pid = ?, pid_identity = ? WHERE id = ?").run(pid, identity, id);
    },

    countFailure(id: string): void {
      db.query("UPDATE jobs SET failure_count = failure_count + 1, pid = NULL WHERE id = ?").run(id);
    },

    /** Ends a job that has not ended, and forgets its secrets. */
    finish(id: string, end: { stage: JobStage; message: string | null; nowMs: number }): boolean {
      const { changes } = db
        .query(
          `UPDATE jobs SET stage = ?, message = ?, finished_at = ?, secrets = NULL
           WHERE id = ? AND stage IN ('SCHEDULING', 'RUNNING')`,
        )
        .run(end.stage, end.message, end.nowMs, id);
      if (changes > 0) emptyJournal();
      return changes > 0;
    },

    /** Cancels a job that has not started. */
    cancelWaiting(id: string, nowMs: number): boolean {
      const { changes } = db
        .query(
          `UPDATE jobs SET stage = 'CANCELED', finished_at = ?, secrets = NULL WHERE id = ? AND stage = 'SCHEDULING'`,
        )
        .run(nowMs, id);
      if (changes > 0) emptyJournal();
      return changes > 0;
    },

    requestCancel(id: string): void {
      db.query("UPDATE jobs SET cancel_requested = 1 WHERE id = ?").run(id);
    },

    /** Jobs that have not ended and are not of this server. */
    listOfOthers(owner: string): JobRecord[] {
      return parseAll(
        db
          .query(
            `SELECT * FROM jobs WHERE stage IN ('SCHEDULING', 'RUNNING') AND (owner IS NULL OR owner <> ?)
             ORDER BY number`,
          )
          .all(owner),
      );
    },

    /** Moves a waiting job from the queue of a server that is gone into another's. */
    adopt(id: string, from: string | null, owner: string): void {
      db.query("UPDATE jobs SET owner = ? WHERE id = ? AND stage = 'SCHEDULING' AND owner IS ?").run(
        owner,
        id,
        from,
      );
    },

    /** Lets go of the queue, for the next server. */
    release(owner: string): void {
      db.query("UPDATE jobs SET owner = NULL WHERE owner = ? AND stage = 'SCHEDULING'").run(owner);
    },
  };
}
