import { VademecumError } from "../../domain/errors.ts";
import type { Hub } from "../../hub/hub.ts";
import { HubError } from "../../hub/hub-error.ts";
import type { Job } from "../../hub/job.ts";
import type { CommandContext } from "../command-context.ts";
import { formatDuration } from "./duration.ts";
import { followJob } from "./follow-job.ts";
import { createReportReader, type LogReport } from "./log-report.ts";
import { isHubOfThisCommand } from "./own-hub.ts";
import { readableLine } from "./readable-line.ts";

const LAST_LINES = 20;

/** An ended job of this program. */
export interface EndedBuild {
  job: Job;
  /** How its command ended; null where its log does not tell. */
  report: LogReport | null;
  lastLines: string[];
}

/**
 * Follows a build to its end, with its log and state on stderr. Interrupted, it leaves the job alone.
 * @throws VademecumError `INTERRUPTED`, which says how to go on; HubError
 */
export async function followBuild(options: {
  context: CommandContext;
  hub: Hub;
  job: Pick<Job, "namespace" | "id">;
  /** Whether lines are shown as the job wrote them. */
  raw: boolean;
}): Promise<EndedBuild> {
  const { context, hub, raw } = options;
  const { namespace, id } = options.job;
  const reader = createReportReader();
  const lastLines: string[] = [];
  try {
    const job = await followJob({
      hub,
      namespace,
      id,
      signal: context.signal,
      onStage: (now) => context.remark(describeStage(now)),
      onLine({ text }) {
        // What follows the report says the same to people, and is printed here.
        if (reader.read(text) || reader.report() !== null) return;
        context.remark(raw ? text : readableLine(text));
        lastLines.push(text);
        if (lastLines.length > LAST_LINES) lastLines.shift();
      },
    });
    return { job, report: reader.report(), lastLines };
  } catch (error) {
    if (context.signal.aborted) throw interrupted(id, await isHubOfThisCommand(context.config));
    if (error instanceof HubError) throw lost(error, id);
    throw error;
  }
}

function describeStage({ id, stage, message, startedAt, finishedAt }: Job): string {
  const took =
    startedAt && finishedAt ? `, ${formatDuration(finishedAt.getTime() - startedAt.getTime())}` : "";
  return `job ${id}: ${stage}${message ? ` (${message})` : ""}${took}`;
}

function interrupted(id: string, endsWithThis: boolean): VademecumError {
  return new VademecumError({
    code: "INTERRUPTED",
    message: endsWithThis
      ? `job ${id} ends with this command, which its Hub was a part of; what was in service still is`
      : `job ${id} is not followed any more; it goes on`,
    hint: endsWithThis
      ? "run it again: it goes on from what was done; ./vade hub in another terminal keeps jobs up"
      : `./vade jobs logs ${id} --follow goes on with it, ./vade jobs cancel ${id} ends it`,
  });
}

function lost(error: HubError, id: string): HubError {
  return error.restated({
    message: `job ${id} cannot be followed any more, and may go on: ${error.message}`,
    hint: `./vade jobs logs ${id} --follow goes on with it; ${error.hint}`,
  });
}
