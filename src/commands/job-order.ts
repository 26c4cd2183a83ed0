import { join } from "node:path";
import { type Config, PROJECT_ROOT } from "../config.ts";
import { VademecumError } from "../domain/errors.ts";
import type { Hub } from "../hub/hub.ts";
import type { JobFlavor, JobOrder } from "../hub/job.ts";
import { ownCommand } from "../processes/child-command.ts";
import { jobNamespace } from "./jobs/job-namespace.ts";

/** Where the Space's image has this program: see the Dockerfile. */
const IMAGE_CLI = "/app/src/cli.ts";

export interface JobOrderOptions {
  config: Pick<Config, "hub" | "stateDir" | "embedModel" | "spaceId">;
  hub: Pick<Hub, "url" | "token">;
  /** Names of the dataset repos. */
  docsRepo: string;
  indexRepo: string;
  /** Of the command: `["reindex", "--no-sync"]`. */
  args: readonly string[];
  timeoutSeconds: number;
  labels?: Record<string, string>;
  /** The image to run in, in place of the one of the Space that orders it. */
  image?: JobOrder["image"];
  /** Account that the job belongs to; by default as `jobNamespace` has it. */
  namespace?: string;
  /** Default: cpu-basic. */
  flavor?: JobFlavor;
  /** Further variables of the job. */
  environment?: Record<string, string>;
}

/**
 * The order of a job that runs a command of this program, and the account that it runs under. On the embedded Hub it is a
 * process of this machine; elsewhere it runs in the image of the Space that orders it, and so is of the same version, or in
 * the one that is named.
 * @throws VademecumError `NO_JOB_IMAGE` for a remote Hub outside a Space, where no image is named
 */
export function jobOrder(options: JobOrderOptions): { namespace: string; order: JobOrder } {
  const { config, hub, docsRepo, indexRepo, args, timeoutSeconds, labels, flavor = "cpu-basic" } = options;
  const namespace = jobNamespace({ ...config, indexRepo }, options.namespace);
  const common = {
    secrets: hub.token === null ? {} : { HF_TOKEN: hub.token },
    timeoutSeconds,
    ...(labels ? { labels } : {}),
  };
  const environment = {
    DOCS_REPO_ID: docsRepo,
    INDEX_REPO_ID: indexRepo,
    EMBED_MODEL: config.embedModel,
    ...options.environment,
  };
  if (config.hub.kind === "embedded") {
    return {
      namespace,
      order: {
        ...common,
        image: options.image ?? { docker: "vademecum" },
        command: [...ownCommand(join(PROJECT_ROOT, "src", "cli.ts")), ...args],
        // It tells its jobs where it is, which may have changed when a schedule fires.
        environment: { ...environment, VADEMECUM_DIR: config.stateDir },
        flavor,
      },
    };
  }
  const image = options.image ?? (config.spaceId === null ? null : { space: config.spaceId });
  if (image === null) {
    throw new VademecumError({
      code: "NO_JOB_IMAGE",
      message: "there is no image that a job could run in",
      expected: "SPACE_ID=owner/name, which a Space is told by the Hub; or --space owner/name, or --image",
      hint: "name the Space that runs this program on the Hub, or build here: ./vade reindex",
      exitCode: 2,
    });
  }
  return {
    namespace,
    order: {
      ...common,
      image,
      command: ["bun", IMAGE_CLI, ...args],
      environment: { HF_ENDPOINT: hub.url, ...environment },
      flavor,
    },
  };
}
