import { z } from "zod";
import { JobSpecSchema } from "./job-spec.ts";

export const JOB_STAGES = ["SCHEDULING", "RUNNING", "COMPLETED", "CANCELED", "ERROR"] as const;
export type JobStage = (typeof JOB_STAGES)[number];

/** Whether a job will not change any more. */
export function hasEnded(stage: JobStage): boolean {
  return stage !== "SCHEDULING" && stage !== "RUNNING";
}

const InitiatorSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("user"), name: z.string() }),
  z.object({ type: z.literal("scheduled-job"), id: z.string() }),
  z.object({ type: z.literal("duplicated-job"), id: z.string() }),
]);
/** Who or what had a job made. */
export type Initiator = z.infer<typeof InitiatorSchema>;

const json = <T extends z.ZodType>(schema: T) =>
  z
    .string()
    .transform((text): unknown => JSON.parse(text))
    .pipe(schema);

/** A job as its row keeps it. Times in ms since 1970. */
export const JobRecordSchema = z
  .object({
    id: z.string(),
    namespace: z.string(),
    spec: json(JobSpecSchema),
    labels: json(z.record(z.string(), z.string())),
    initiator: json(InitiatorSchema),
    stage: z.enum(JOB_STAGES),
    message: z.string().nullable(),
    created_at: z.number(),
    started_at: z.number().nullable(),
    finished_at: z.number().nullable(),
    failure_count: z.number(),
    owner: z.string().nullable(),
    pid: z.number().nullable(),
    pid_identity: z.string().nullable(),
    cancel_requested: z.number(),
  })
  .transform((row) => ({
    id: row.id,
    namespace: row.namespace,
    spec: row.spec,
    labels: row.labels,
    initiator: row.initiator,
    stage: row.stage,
    message: row.message,
    createdAtMs: row.created_at,
    startedAtMs: row.started_at,
    finishedAtMs: row.finished_at,
    failureCount: row.failure_count,
    /** The server whose queue it stands in or that runs it: see `createOwner`. */
    owner: row.owner,
    process: row.pid === null ? null : { pid: row.pid, identity: row.pid_identity },
    isCancelRequested: row.cancel_requested === 1,
  }));
export type JobRecord = z.output<typeof JobRecordSchema>;
