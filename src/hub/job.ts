import { z } from "zod";
import { type Hub, libraryParams } from "./hub.ts";
import { parseAnswer } from "./hub-answer.ts";

/** Stages of a job that will not change any more. */
const ENDED = ["COMPLETED", "CANCELED", "ERROR", "DELETED"];

const date = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const JobSchema = z
  .object({
    id: z.string(),
    status: z.object({ stage: z.string(), message: z.string().nullish() }),
    createdAt: date,
    startedAt: date.nullish(),
    finishedAt: date.nullish(),
    dockerImage: z.string().nullish(),
    spaceId: z.string().nullish(),
    command: z.array(z.string()).nullish(),
    arguments: z.array(z.string()).nullish(),
    labels: z.record(z.string(), z.string()).nullish(),
    flavor: z.string(),
    owner: z.object({ name: z.string() }),
    initiator: z.object({ type: z.string().optional(), id: z.string() }).nullish(),
  })
  .transform((job) => ({
    id: job.id,
    namespace: job.owner.name,
    /** SCHEDULING, RUNNING, COMPLETED, CANCELED, ERROR, DELETED; others where a Hub has them. */
    stage: job.status.stage,
    hasEnded: ENDED.includes(job.status.stage),
    /** Why it failed, in the Hub's words. */
    message: job.status.message ?? null,
    createdAt: job.createdAt,
    startedAt: job.startedAt ?? null,
    finishedAt: job.finishedAt ?? null,
    /** Docker image, or `hf.co/spaces/<owner>/<name>`. */
    image: job.spaceId ? `hf.co/spaces/${job.spaceId}` : (job.dockerImage ?? null),
    command: [...(job.command ?? []), ...(job.arguments ?? [])],
    labels: job.labels ?? {},
    flavor: job.flavor,
    /** The scheduled job that had it made. */
    scheduledJobId: job.initiator?.type === "scheduled-job" ? job.initiator.id : null,
  }));

/** A job of a Hub. */
export type Job = z.output<typeof JobSchema>;

/** What is to be run. */
export interface JobOrder {
  /** The image to run in: a Docker image, or that of a Space (`owner/name`). */
  image: { docker: string } | { space: string };
  command: string[];
  environment?: Record<string, string>;
  /** Environment variables that the Hub never shows again. */
  secrets?: Record<string, string>;
  /** Hardware, as `cpu-basic`. */
  flavor: JobFlavor;
  /** The Hub ends a job that takes longer. Its own default is 30 minutes. */
  timeoutSeconds?: number;
  /** How often it is tried in all. Default: once. */
  attempts?: number;
  labels?: Record<string, string>;
  volumes?: JobVolume[];
}

/** A repository or bucket that a job or Space sees as a folder: `{ source: { type: "bucket", name: "o/b" }, … }`. */
export interface JobVolume {
  source: { type: "model" | "dataset" | "space" | "bucket"; name: string };
  mountPath: string;
  revision?: string;
  readOnly?: boolean;
  path?: string;
}

/** Hardware without an accelerator, which is all that this program uses. */
export type JobFlavor = "cpu-basic" | "cpu-upgrade" | "cpu-performance" | "cpu-xl";

/** An order as the Hub's client library takes it. */
export function toLibraryOrder(order: JobOrder) {
  const { image, ...rest } = order;
  return "docker" in image ? { ...rest, dockerImage: image.docker } : { ...rest, spaceId: image.space };
}

/** One job, or scheduled job, of an account. */
export interface JobParams {
  hub: Hub;
  namespace: string;
  id: string;
  signal?: AbortSignal;
}

/** The same as the Hub's client library takes it. */
export function libraryJobParams({ hub, namespace, id, signal }: JobParams) {
  return { ...libraryParams(hub, signal), accessToken: hub.token ?? "", namespace, jobId: id };
}

/** Where answers come from, for messages. */
export function jobsUrl(hub: { url: string }, namespace: string, ...path: string[]): string {
  return [hub.url, "api", "jobs", ...[namespace, ...path].map(encodeURIComponent)].join("/");
}

/** Parses a job that the library has given. */
export function parseJob(answer: unknown, url: string): Job {
  return parseAnswer(JobSchema, answer, url);
}

/** Parses a list of jobs. */
export function parseJobs(answer: unknown, url: string): Job[] {
  return parseAnswer(z.array(JobSchema), answer, url);
}
