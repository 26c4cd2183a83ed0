import type { Config } from "../../config.ts";
import { VademecumError } from "../../domain/errors.ts";
import type { Job } from "../../hub/job.ts";
import { readInService } from "../../revisions/publish/read-in-service.ts";
import type { CommandContext } from "../command-context.ts";
import type { ConnectedHub } from "../connect-hub.ts";
import { jobAsJson } from "./describe-job.ts";
import { type EndedBuild, followBuild } from "./follow-build.ts";
import { jobPage } from "./job-page.ts";
import type { CommandOutcome } from "./report-in-log.ts";

/** Follows a build to its end and tells what it came to. */
export async function followAndReport(options: {
  context: CommandContext;
  connected: ConnectedHub;
  job: Job;
  /** Whether lines of its log are shown as the job wrote them. */
  raw: boolean;
}): Promise<CommandOutcome> {
  const { context, connected, job, raw } = options;
  context.remark(describeStart(context.config, job));
  const ended = await followBuild({ context, hub: connected.hub, job, raw });
  return await buildOutcome(context, connected, ended);
}

/** What is told of a build that nobody follows. */
export function startedOnly(config: Pick<Config, "hub">, job: Job): CommandOutcome {
  return {
    text: `${describeStart(config, job)}\n  ./vade jobs logs ${job.id} --follow shows it`,
    json: { job: jobAsJson(job, config, new Date()) },
    exitCode: 0,
  };
}

function describeStart(config: Pick<Config, "hub">, job: Job): string {
  const url = jobPage(config, job);
  return `job ${job.id} started on ${job.flavor}${url === null ? "" : `: ${url}`}`;
}

/**
 * What a build on the Hub's machines comes to: the table, JSON and exit code that it would have had here.
 * @throws VademecumError the one that the job threw; `JOB_FAILED`, `JOB_CANCELED`
 */
async function buildOutcome(
  context: CommandContext,
  { hub, index }: ConnectedHub,
  ended: EndedBuild,
): Promise<CommandOutcome> {
  const { job, report } = ended;
  const { id } = job;
  const about = jobAsJson(job, context.config, new Date());
  if (job.stage === "CANCELED" && !report?.result) throw unexplained(ended);
  if (report?.error) throw restate(ended, report.error, report.exitCode);
  if (report?.result) {
    const { text, json } = report.result;
    const exitCode = report.exitCode === 0 ? 0 : 1;
    return { text, json: { ...json, job: about }, exitCode };
  }
  if (job.stage !== "COMPLETED") throw unexplained(ended);
  context.remark(`the log of job ${id} holds no report: the image may be of an older version`);
  const served = await readInService({ hub, repo: index, signal: context.signal });
  const { tag = null, revision = null, previous = null, source = null } = served?.manifest ?? {};
  return {
    text: tag === null ? "nothing is in service" : `in service: ${tag} (commit ${revision?.slice(0, 12)})`,
    json: { outcome: "unknown", tag, revision, previous, source, job: about },
    exitCode: 0,
  };
}

function restate(
  { job }: EndedBuild,
  error: {
    code: string;
    message: string;
    expected?: string | null | undefined;
    hint?: string | null | undefined;
  },
  exitCode: 0 | 1 | 2,
): VademecumError {
  return new VademecumError({
    code: error.code,
    message: `job ${job.id}: ${error.message}`,
    exitCode: exitCode === 2 ? 2 : 1,
    ...(error.expected ? { expected: error.expected } : {}),
    ...(error.hint ? { hint: error.hint } : {}),
  });
}

/** The error of a job that did not say for itself how it ended. */
function unexplained({ job, lastLines }: EndedBuild): VademecumError {
  const { id, stage, message } = job;
  const isCanceled = stage === "CANCELED";
  return new VademecumError({
    code: isCanceled ? "JOB_CANCELED" : "JOB_FAILED",
    message: [`job ${id} ended as ${stage}${message ? `: ${message}` : ""}`, ...lastLines].join("\n"),
    expected: "COMPLETED; what was in service still is",
    hint: isCanceled
      ? "somebody cancelled it; run it again, it publishes what is missing"
      : "its last words are above. Out of time: --timeout 4h; out of memory: --flavor cpu-upgrade; then run it again",
  });
}
