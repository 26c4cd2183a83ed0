import { VademecumError } from "../../domain/errors.ts";
import { readInService } from "../../revisions/publish/read-in-service.ts";
import type { CommandContext } from "../command-context.ts";
import type { ConnectedHub } from "../connect-hub.ts";
import type { EndedBuild } from "./follow-build.ts";
import type { CommandOutcome } from "./report-in-log.ts";

/**
 * What a build on the Hub's machines comes to: the table, JSON and exit code that it would have had here.
 * @throws VademecumError the one that the job threw; `JOB_FAILED`, `JOB_CANCELED`
 */
export async function buildOutcome(
  context: CommandContext,
  { hub, index }: ConnectedHub,
  ended: EndedBuild,
): Promise<CommandOutcome> {
  const { job, report } = ended;
  const { id, flavor, startedAt, finishedAt } = job;
  const seconds = startedAt && finishedAt ? (finishedAt.getTime() - startedAt.getTime()) / 1000 : null;
  const about = { id, stage: job.stage, flavor, seconds };
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
