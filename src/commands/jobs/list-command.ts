import { Command, InvalidArgumentError } from "commander";
import type { Job } from "../../hub/job.ts";
import { listJobs } from "../../hub/list-jobs.ts";
import type { CommandContext } from "../command-context.ts";
import { jobAsJson, runningMs } from "./describe-job.ts";
import { formatDuration } from "./duration.ts";
import { formatTable } from "./format-table.ts";
import { formatTime } from "./format-time.ts";
import { namespaceOption } from "./job-options.ts";
import { isBuild } from "./start-build.ts";
import { withJobs } from "./with-jobs.ts";

const DEFAULT_LIMIT = 20;
const HEADINGS = ["JOB", "STATE", "ORDERED", "TOOK", "HARDWARE", "BY", "WHAT"];
const MAX_COMMAND_CHARS = 60;

function readLimit(text: string): number {
  const limit = Number(text);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new InvalidArgumentError("a whole number from 1 on");
}

function toRow(job: Job, now: Date): string[] {
  const ms = runningMs(job, now);
  const command = job.command.join(" ");
  return [
    job.id,
    job.stage,
    formatTime(job.createdAt),
    ms === null ? "" : formatDuration(ms),
    job.flavor,
    job.scheduledJobId === null ? "hand" : `schedule ${job.scheduledJobId}`,
    command.length > MAX_COMMAND_CHARS ? `…${command.slice(1 - MAX_COMMAND_CHARS)}` : command,
  ];
}

function formatJobs(jobs: readonly Job[], hidden: { older: number; others: number }): string {
  const lines = jobs.length === 0 ? ["no builds as jobs yet: ./vade reindex --remote"] : [];
  const now = new Date();
  if (jobs.length > 0) lines.push(...formatTable([HEADINGS, ...jobs.map((job) => toRow(job, now))]));
  const reasons = jobs.filter(({ stage, message }) => stage === "ERROR" && message);
  for (const { id, message } of reasons) lines.push(`${id}: ${message}`);
  if (hidden.older > 0) lines.push(`${hidden.older} older ones: --limit ${jobs.length + hidden.older}`);
  if (hidden.others > 0) lines.push(`${hidden.others} that are no builds: --all`);
  return lines.join("\n");
}

/** `jobs list`: the builds on the Hub's machines. */
export function jobsListCommand(context: CommandContext): Command {
  return new Command("list")
    .description("list the builds that ran or run as jobs of the Hub, the newest first")
    .option("--all", "also the account's jobs that are no builds of this program")
    .option("--limit <n>", "how many of the newest to show", readLimit, DEFAULT_LIMIT)
    .addOption(namespaceOption())
    .option("--json", "print the list as one JSON document, times in UTC")
    .addHelpText(
      "after",
      "\nTimes are those of this machine, with UTC beside; TOOK counts from the job's start.",
    )
    .action(async (options: { all?: true; limit: number; namespace?: string; json?: true }) => {
      const jobs = await withJobs(context, options, listJobs);
      const wanted = jobs.filter((job) => options.all || isBuild(job));
      const shown = wanted.slice(0, options.limit);
      const now = new Date();
      context.print(
        options.json
          ? JSON.stringify(
              { total: wanted.length, jobs: shown.map((job) => jobAsJson(job, context.config, now)) },
              null,
              2,
            )
          : formatJobs(shown, {
              older: wanted.length - shown.length,
              others: jobs.length - wanted.length,
            }),
      );
    });
}
