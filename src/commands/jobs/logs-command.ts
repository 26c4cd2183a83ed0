import { Command } from "commander";
import type { JobLogLine } from "../../hub/stream-job-logs.ts";
import type { CommandContext } from "../command-context.ts";
import { describeJob, jobAsJson } from "./describe-job.ts";
import { findJob } from "./find-by-id.ts";
import { followJob } from "./follow-job.ts";
import { namespaceOption } from "./job-options.ts";
import { isReportLine } from "./log-report.ts";
import { interrupted, isHubOfThisCommand } from "./own-hub.ts";
import { readLogSoFar } from "./read-log-so-far.ts";
import { readableLine } from "./readable-line.ts";
import { withJobs } from "./with-jobs.ts";

interface LogsArguments {
  follow?: true;
  raw?: true;
  namespace?: string;
  json?: true;
}

/** `jobs logs`: what a job has written. */
export function jobsLogsCommand(context: CommandContext): Command {
  const { config, signal } = context;

  async function act(wanted: string, options: LogsArguments): Promise<void> {
    await withJobs(context, options, async (place) => {
      const found = await findJob(place, wanted);
      const lines: JobLogLine[] = [];
      const onLine = (line: JobLogLine) => {
        if (isReportLine(line.text)) return;
        if (options.json) lines.push(line);
        else context.print(options.raw ? line.text : readableLine(line.text));
      };
      const onStage = (job: typeof found) => context.remark(describeJob(job, new Date()));
      const params = { ...place, id: found.id };
      try {
        const job = options.follow
          ? await followJob({ ...params, onLine, onStage })
          : await readLogSoFar(params, found, onLine);
        if (!options.follow) onStage(job);
        if (options.json)
          context.print(JSON.stringify({ job: jobAsJson(job, config, new Date()), lines }, null, 2));
      } catch (error) {
        if (signal.aborted) throw interrupted(found.id, await isHubOfThisCommand(config));
        throw error;
      }
    });
  }

  return new Command("logs")
    .description("print what a job has written so far, or follow it to its end")
    .argument("<job>", "the job's id, or its first characters")
    .option("--follow", "go on until the job has ended; Ctrl-C leaves it running")
    .option("--raw", "lines as the job wrote them: its log as JSON lines")
    .addOption(namespaceOption())
    .option("--json", "print job and lines as one JSON document; with --follow once it has ended")
    .action(act);
}
