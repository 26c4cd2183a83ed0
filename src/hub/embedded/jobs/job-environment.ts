import { availableParallelism, totalmem } from "node:os";
import { dirname } from "node:path";
import type { JobRecord } from "./job-record.ts";
import type { Secrets } from "./job-spec.ts";

const SYSTEM_PATH = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

/**
 * Environment of a job: nothing of the server's own. `bun` and, where `root` is given, what lies in it (`vade`) are
 * found by their names. `HF_ENDPOINT` is this Hub; a token is only there when the job was given one.
 */
export function jobEnvironment(options: {
  job: JobRecord;
  secrets: Secrets;
  home: string;
  hubUrl: string;
  root: string | null;
}): Record<string, string> {
  const { job, secrets, home, hubUrl, root } = options;
  const path = [...(root === null ? [] : [root]), dirname(process.execPath), ...SYSTEM_PATH];
  return {
    PATH: path.join(":"),
    HOME: home,
    LANG: "C.UTF-8",
    HF_ENDPOINT: hubUrl,
    ...job.spec.environment,
    ...secrets,
    JOB_ID: job.id,
    ACCELERATOR: "none",
    CPU_CORES: String(availableParallelism()),
    MEMORY: `${Math.floor(totalmem() / 1024 ** 3)}Gi`,
  };
}
