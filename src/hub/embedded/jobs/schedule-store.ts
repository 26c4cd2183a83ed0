import type { Database } from "bun:sqlite";
import { z } from "zod";
import { type JobOrder, JobSpecSchema, type Labels } from "./job-spec.ts";
import { createObjectId } from "./object-id.ts";

export const SCHEDULES_SCHEMA = `
  CREATE TABLE IF NOT EXISTS schedules (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    namespace TEXT NOT NULL,
    spec TEXT NOT NULL,
    labels TEXT NOT NULL,
    secrets TEXT NOT NULL,
    schedule TEXT NOT NULL,
    suspend INTEGER NOT NULL,
    concurrency INTEGER NOT NULL,
    created_at REAL NOT NULL,
    next_run_at REAL NOT NULL,
    last_job_id TEXT,
    last_job_at REAL
  );
`;

const parsed = (text: string): unknown => JSON.parse(text);
const StringsSchema = z.string().transform(parsed).pipe(z.record(z.string(), z.string()));

const ScheduleSchema = z
  .object({
    id: z.string(),
    namespace: z.string(),
    spec: z.string().transform(parsed).pipe(JobSpecSchema),
    labels: StringsSchema,
    secrets: StringsSchema,
    schedule: z.string(),
    suspend: z.number(),
    concurrency: z.number(),
    created_at: z.number(),
    next_run_at: z.number(),
    last_job_id: z.string().nullable(),
    last_job_at: z.number().nullable(),
  })
  .transform((row) => ({
    id: row.id,
    namespace: row.namespace,
    order: { spec: row.spec, labels: row.labels, secrets: row.secrets } satisfies JobOrder,
    schedule: row.schedule,
    isSuspended: row.suspend === 1,
    /** Whether a run may begin while the one before is not done. */
    allowsConcurrency: row.concurrency === 1,
    createdAtMs: row.created_at,
    nextRunAtMs: row.next_run_at,
    lastJob: row.last_job_id === null ? null : { id: row.last_job_id, atMs: row.last_job_at ?? 0 },
  }));
export type Schedule = z.output<typeof ScheduleSchema>;

/** The scheduled jobs of a folder. */
export type ScheduleStore = ReturnType<typeof createScheduleStore>;

export function createScheduleStore(db: Database) {
  const parseAll = (rows: unknown[]): Schedule[] => rows.map((row) => ScheduleSchema.parse(row));
  return {
    insert(entry: {
      order: JobOrder;
      namespace: string;
      schedule: string;
      suspend: boolean;
      concurrency: boolean;
      nowMs: number;
      nextRunAtMs: number;
    }): string {
      const id = createObjectId(entry.nowMs);
      const { spec, labels, secrets } = entry.order;
      db.query(
        `INSERT INTO schedules
         (id, namespace, spec, labels, secrets, schedule, suspend, concurrency, created_at, next_run_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        id,
        entry.namespace,
        JSON.stringify(spec),
        JSON.stringify(labels),
        JSON.stringify(secrets),
        entry.schedule,
        entry.suspend ? 1 : 0,
        entry.concurrency ? 1 : 0,
        entry.nowMs,
        entry.nextRunAtMs,
      );
      return id;
    },

    get(namespace: string, id: string): Schedule | null {
      const row = db.query("SELECT * FROM schedules WHERE namespace = ? AND id = ?").get(namespace, id);
      return row === null ? null : ScheduleSchema.parse(row);
    },

    list(namespace: string): Schedule[] {
      return parseAll(
        db.query("SELECT * FROM schedules WHERE namespace = ? ORDER BY number DESC").all(namespace),
      );
    },

    /** Those whose time has come. */
    due(nowMs: number): Schedule[] {
      return parseAll(
        db
          .query("SELECT * FROM schedules WHERE suspend = 0 AND next_run_at <= ? ORDER BY next_run_at")
          .all(nowMs),
      );
    },

    /** When the next one is due; null where there is none. */
    nextDueMs(): number | null {
      const row = db.query("SELECT min(next_run_at) AS next FROM schedules WHERE suspend = 0").get();
      return z.object({ next: z.number().nullable() }).parse(row).next;
    },

    /** Moves a schedule on to its next time; false when another server has done so. */
    advance(schedule: Schedule, nextRunAtMs: number): boolean {
      const { changes } = db
        .query("UPDATE schedules SET next_run_at = ? WHERE id = ? AND next_run_at = ? AND suspend = 0")
        .run(nextRunAtMs, schedule.id, schedule.nextRunAtMs);
      return changes > 0;
    },

    setLastJob(id: string, job: { id: string; atMs: number }): void {
      db.query("UPDATE schedules SET last_job_id = ?, last_job_at = ? WHERE id = ?").run(
        job.id,
        job.atMs,
        id,
      );
    },

    /** Runs that fell into the pause are not made up for: the next time counts from now. */
    setSuspended(id: string, suspend: boolean, nextRunAtMs: number): void {
      db.query("UPDATE schedules SET suspend = ?, next_run_at = ? WHERE id = ?").run(
        suspend ? 1 : 0,
        nextRunAtMs,
        id,
      );
    },

    setSchedule(id: string, schedule: string, nextRunAtMs: number): void {
      db.query("UPDATE schedules SET schedule = ?, next_run_at = ? WHERE id = ?").run(
        schedule,
        nextRunAtMs,
        id,
      );
    },

    setLabels(id: string, labels: Labels): void {
      db.query("UPDATE schedules SET labels = ? WHERE id = ?").run(JSON.stringify(labels), id);
    },

    delete(id: string): void {
      db.query("DELETE FROM schedules WHERE id = ?").run(id);
    },
  };
}
