import { setTimeout as delay } from "node:timers/promises";
import { Command } from "commander";
import { cancelJob } from "../../hub/cancel-job.ts";
import { getJob } from "../../hub/get-job.ts";
import type { Job, JobParams } from "../../hub/job.ts";
import type { CommandContext } from "../command-context.ts";
import { describeJob, jobAsJson } from "./describe-job.ts";
import { findJob } from "./find-by-id.ts";
import { namespaceOption } from "./job-options.ts";
import { withJobs } from "./with-jobs.ts";

/** A container has some seconds to end by itself. */
const ENDED_WITHIN_MS = 30_000;
const POLL_MS = 500;

async function cancel(params: JobParams): Promise<Job> {
  let job = await cancelJob(params);
  const deadlineMs = performance.now() + ENDED_WITHIN_MS;
  while (!job.hasEnded && performance.now() < deadlineMs) {
    await delay(POLL_MS, undefined, params.signal ? { signal: params.signal } : {});
    job = await getJob(params);
  }
  return job;
}

/** `jobs cancel`: ends a job. */
export function jobsCancelCommand(context: CommandContext): Command {
  return new Command("cancel")
    .description("end a job; the index in service stays as it is")
    .argument("<job>", "the job's id, or its first characters")
    .addOption(namespaceOption())
    .option("--json", "print what became of the job as one JSON document")
    .addHelpText(
      "after",
      `
What the build had published before it was ended stays on the Hub, and is not served; the next build goes on from there.
One that has ended already stays as it is.`,
    )
    .action(async (wanted: string, options: { namespace?: string; json?: true }) => {
      const { before, job } = await withJobs(context, options, async (place) => {
        const found = await findJob(place, wanted);
        const params = { ...place, id: found.id };
        return { before: found, job: found.hasEnded ? found : await cancel(params) };
      });
      const now = new Date();
      const remarks = before.hasEnded ? "it had ended already" : "what is in service stays so";
      context.print(
        options.json
          ? JSON.stringify({ ...jobAsJson(job, context.config, now), had_ended: before.hasEnded }, null, 2)
          : `${describeJob(job, now)}; ${job.hasEnded ? remarks : "it is being ended"}`,
      );
    });
}
