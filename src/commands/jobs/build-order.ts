import { VademecumError } from "../../domain/errors.ts";
import type { JobOrder } from "../../hub/job.ts";
import type { CommandContext } from "../command-context.ts";
import type { ConnectedHub } from "../connect-hub.ts";
import { jobOrder } from "../job-order.ts";
import { imageOf, type JobOptions } from "./job-options.ts";
import { BUILD_LABELS } from "./start-build.ts";

/** What can be said about a build, wherever it runs. */
export interface BuildArguments {
  docs?: string;
  ocr: boolean;
  full?: boolean;
}

/**
 * The order of a job that builds and publishes as `reindex` does here, and the account it runs under.
 * @throws VademecumError `OPTION_UNUSED`, `NO_JOB_IMAGE`, `CONFIG_INCOMPLETE`
 */
export function buildOrder(
  { config }: Pick<CommandContext, "config">,
  { hub, docs, index }: ConnectedHub,
  options: JobOptions & BuildArguments,
): { namespace: string; order: JobOrder } {
  if (options.docs !== undefined) throw folderOutOfReach(options.docs);
  const image = imageOf(options);
  return jobOrder({
    config,
    hub,
    docsRepo: docs.name,
    indexRepo: index.name,
    args: ["reindex", "--no-sync", ...(options.ocr ? [] : ["--no-ocr"]), ...(options.full ? ["--full"] : [])],
    timeoutSeconds: options.timeout,
    labels: BUILD_LABELS,
    environment: { VADEMECUM_JOB_REPORT: "true", LOG_LEVEL: "info" },
    ...(image ? { image } : {}),
    ...(options.flavor ? { flavor: options.flavor } : {}),
    ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
  });
}

function folderOutOfReach(dir: string): VademecumError {
  return new VademecumError({
    code: "OPTION_UNUSED",
    message: `a job does not see ${dir}: it reads the docs repo`,
    hint: `push the folder, then build without --docs: ./vade docs push ${dir}`,
    exitCode: 2,
  });
}
