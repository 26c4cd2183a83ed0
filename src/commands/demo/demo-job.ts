import { join } from "node:path";
import { EMBEDDED_HUB_USER, PROJECT_ROOT } from "../../config.ts";
import { VademecumError } from "../../domain/errors.ts";
import { cancelJob } from "../../hub/cancel-job.ts";
import { getJob } from "../../hub/get-job.ts";
import { runJob } from "../../hub/run-job.ts";
import { streamJobLogs } from "../../hub/stream-job-logs.ts";
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
  const { id } = await runJob({
    hub,
    namespace: EMBEDDED_HUB_USER,
    order: {
      image: { docker: "vademecum" },
      command: [process.execPath, join(PROJECT_ROOT, "src", "cli.ts"), ...args],
      environment: {
        HF_ENDPOINT: hub.url,
        DOCS_REPO_ID: docs.name,
        INDEX_REPO_ID: index.name,
        VADEMECUM_DIR: config.stateDir,
        EMBED_MODEL: config.embedModel,
      },
      secrets: hub.token === null ? {} : { HF_TOKEN: hub.token },
      flavor: "cpu-basic",
      timeoutSeconds: TIMEOUT_SECONDS,
    },
    signal,
  });
  const lastLines: string[] = [];
  try {
    for await (const { text } of streamJobLogs({ hub, namespace: EMBEDDED_HUB_USER, id, signal })) {
      onLine(text);
      lastLines.push(text);
      if (lastLines.length > 20) lastLines.shift();
    }
  } catch (error) {
    if (signal.aborted) await cancelJob({ hub, namespace: EMBEDDED_HUB_USER, id });
    throw error;
  }
  const { stage, message } = await getJob({ hub, namespace: EMBEDDED_HUB_USER, id, signal });
  if (stage === "COMPLETED") return;
  throw new VademecumError({
    code: "JOB_FAILED",
    message: `job ${id} (${args.join(" ")}) ended as ${stage}${message ? `: ${message}` : ""}\n${lastLines.join("\n")}`,
    hint: "its own words above say what to do",
  });
}
