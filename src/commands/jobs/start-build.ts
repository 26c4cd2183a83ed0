import { VademecumError } from "../../domain/errors.ts";
import { cancelJob } from "../../hub/cancel-job.ts";
import type { Hub } from "../../hub/hub.ts";
import type { Job, JobOrder } from "../../hub/job.ts";
import { listJobs } from "../../hub/list-jobs.ts";
import { runJob } from "../../hub/run-job.ts";
import { jobCall } from "./job-call.ts";

/** What tells builds from other jobs of the account. */
export const BUILD_LABELS = { vademecum: "reindex" };

/** Whether a job, or a scheduled one, builds the index. */
export function isBuild({ labels }: { labels: Record<string, string> }): boolean {
  return labels["vademecum"] === BUILD_LABELS.vademecum;
}

/**
 * Orders a build, unless one runs. Of two that are ordered at once the later one is taken back: the Hub knows no order that
 * depends on what else runs.
 * @throws VademecumError `BUILD_RUNNING`; HubError
 */
export async function startBuild(options: {
  hub: Hub;
  namespace: string;
  order: JobOrder;
  /** A page about a job, where the Hub has one. */
  pageOf(job: Job): string | null;
  signal: AbortSignal;
}): Promise<Job> {
  const { hub, namespace, order, pageOf, signal } = options;
  await requireNoBuild({ hub, namespace, pageOf, signal });
  const job = await jobCall(
    namespace,
    runJob({ hub, namespace, order: { ...order, labels: { ...order.labels, ...BUILD_LABELS } }, signal }),
  );
  const [oldest = job] = await runningBuilds({ hub, namespace, signal });
  if (oldest.id === job.id || !isBefore(oldest, job)) return job;
  await cancelJob({ hub, namespace, id: job.id });
  throw buildRunning(oldest, pageOf(oldest));
}

/** @throws VademecumError `BUILD_RUNNING` */
export async function requireNoBuild(options: {
  hub: Hub;
  namespace: string;
  pageOf(job: Job): string | null;
  signal: AbortSignal;
}): Promise<void> {
  const { hub, namespace, pageOf, signal } = options;
  const [running] = await runningBuilds({ hub, namespace, signal });
  if (running) throw buildRunning(running, pageOf(running));
}

/** Builds that have not ended, the oldest first. */
async function runningBuilds(at: { hub: Hub; namespace: string; signal: AbortSignal }): Promise<Job[]> {
  const jobs = await jobCall(at.namespace, listJobs(at));
  return jobs.filter((job) => isBuild(job) && !job.hasEnded).sort((a, b) => (isBefore(a, b) ? -1 : 1));
}

function isBefore(a: Job, b: Job): boolean {
  const [aMs, bMs] = [a.createdAt.getTime(), b.createdAt.getTime()];
  return aMs < bMs || (aMs === bMs && a.id < b.id);
}

function buildRunning(job: Job, page: string | null): VademecumError {
  return new VademecumError({
    code: "BUILD_RUNNING",
    message: `a build is running already: job ${job.id}, ${job.stage}, since ${job.createdAt.toISOString()}`,
    expected: "one build at a time",
    hint: `wait until it ends${page === null ? "" : `: ${page}`}; ./vade jobs logs ${job.id} --follow shows it, ./vade jobs cancel ${job.id} ends it`,
  });
}
