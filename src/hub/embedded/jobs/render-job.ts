import { hasEnded, type Initiator, type JobRecord } from "./job-record.ts";
import { accountId } from "./object-id.ts";

const iso = (ms: number) => new Date(ms).toISOString();
const seconds = (ms: number) => Math.max(0, Math.round(ms / 1000));

/** An account as answers show it: the Hub's own user, anything else counts as an organisation. */
export function renderAccount(name: string, user: string) {
  const id = accountId(name);
  return {
    id,
    name,
    type: name === user ? ("user" as const) : ("org" as const),
    avatarUrl: `/avatars/${id}.svg`,
  };
}

/** What is run, as answers show it: secrets by their names only. */
export function renderSpec(job: Pick<JobRecord, "spec" | "labels">) {
  const { spec, labels } = job;
  return {
    ...(spec.spaceId === null ? {} : { spaceId: spec.spaceId }),
    ...(spec.dockerImage === null ? {} : { dockerImage: spec.dockerImage }),
    command: spec.command,
    arguments: spec.arguments,
    environment: spec.environment,
    secrets: spec.secretNames,
    flavor: spec.flavor,
    ...(spec.arch === null ? {} : { arch: spec.arch }),
    timeout: spec.timeoutSeconds,
    labels,
  };
}

/** A job as the Hub's API gives it. */
export function renderJob(job: JobRecord, options: { user: string; nowMs: number }) {
  const { user, nowMs } = options;
  const { createdAtMs, startedAtMs, finishedAtMs } = job;
  const untilMs = finishedAtMs ?? nowMs;
  return {
    type: "job" as const,
    id: job.id,
    createdAt: iso(createdAtMs),
    ...(startedAtMs === null ? {} : { startedAt: iso(startedAtMs) }),
    ...(finishedAtMs === null ? {} : { finishedAt: iso(finishedAtMs) }),
    durations: {
      ...(startedAtMs === null
        ? {}
        : {
            schedulingSecs: seconds(startedAtMs - createdAtMs),
            runningSecs: seconds(untilMs - startedAtMs),
          }),
      totalSecs: seconds(untilMs - createdAtMs),
    },
    ...renderSpec(job),
    retry: job.spec.attempts - 1,
    status: { stage: job.stage, message: job.message, failureCount: job.failureCount },
    createdBy: { id: accountId(user), name: user },
    owner: renderAccount(job.namespace, user),
    initiator: renderInitiator(job.initiator, user),
  };
}

function renderInitiator(initiator: Initiator, user: string) {
  return initiator.type === "user" ? renderAccount(initiator.name, user) : initiator;
}

/** A change of a job's stage as its stream of events gives it. */
export function renderEvent(job: JobRecord) {
  const atMs = hasEnded(job.stage) ? job.finishedAtMs : (job.startedAtMs ?? job.createdAtMs);
  return { stage: job.stage, message: job.message, timestamp: iso(atMs ?? job.createdAtMs) };
}
