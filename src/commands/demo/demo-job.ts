import { VademecumError } from "../../domain/errors.ts";
import { cancelJob } from "../../hub/cancel-job.ts";
import { getJob } from "../../hub/get-job.ts";
import { runJob } from "../../hub/run-job.ts";
import { streamJobLogs } from "../../hub/stream-job-logs.ts";
import { jobOrder } from "../job-order.ts";
import type { DemoGround } from "./demo-ground.ts";

const TIMEOUT_SECONDS = 30 * 60;

/**
 * Runs a command of this program as a job of the Hub, to its end.
 * @throws VademecumError `JOB_FAILED` with the job's last lines
 */
export async function runDemoJob(
  ground: DemoGround,
  args: readonly string[],
  onLine: (line: string) => void,
): Promise<void> {
  const { hub, docs, index, context } = ground;
  const { signal, config } = context;
  const { namespace, order } = jobOrder({
    config,
    hub,
    docsRepo: docs.name,
    indexRepo: index.name,
    args,
    timeoutSeconds: TIMEOUT_SECONDS,
  });
  const { id } = await runJob({ hub, namespace, order, signal });
  const lastLines: string[] = [];
  try {
    for await (const { text } of streamJobLogs({ hub, namespace, id, signal })) {
      onLine(text);
      lastLines.push(text);
      if (lastLines.length > 20) lastLines.shift();
    }
  } catch (error) {
    if (signal.aborted) await cancelJob({ hub, namespace, id });
    throw error;
  }
  const { stage, message } = await getJob({ hub, namespace, id, signal });
  if (stage === "COMPLETED") return;
  throw new VademecumError({
    code: "JOB_FAILED",
    message: `job ${id} (${args.join(" ")}) ended as ${stage}${message ? `: ${message}` : ""}\n${lastLines.join("\n")}`,
    hint: "its own words above say what to do",
  });
}
