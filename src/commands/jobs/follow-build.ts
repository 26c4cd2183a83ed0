import type { Hub } from "../../hub/hub.ts";
import { HubError } from "../../hub/hub-error.ts";
import type { Job } from "../../hub/job.ts";
import type { CommandContext } from "../command-context.ts";
import { describeJob } from "./describe-job.ts";
import { followJob } from "./follow-job.ts";
import { createReportReader, type LogReport } from "./log-report.ts";
import { interrupted, isHubOfThisCommand } from "./own-hub.ts";
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
      onStage: (now) => context.remark(describeJob(now, new Date())),
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

function lost(error: HubError, id: string): HubError {
  return error.restated({
    message: `job ${id} cannot be followed any more, and may go on: ${error.message}`,
    hint: `./vade jobs logs ${id} --follow goes on with it; ${error.hint}`,
  });
}
