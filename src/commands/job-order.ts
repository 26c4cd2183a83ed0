import { join } from "node:path";
import { type Config, EMBEDDED_HUB_USER, PROJECT_ROOT } from "../config.ts";
import { VademecumError } from "../domain/errors.ts";
import type { Hub } from "../hub/hub.ts";
import type { JobOrder } from "../hub/job.ts";

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
}

/**
 * The order of a job that runs a command of this program, and the account that it runs under. On the embedded Hub it is a
 * process of this machine; elsewhere it runs in the image of the Space that orders it, and so is of the same version.
 * @throws VademecumError `NO_JOB_IMAGE` for a remote Hub outside a Space
 */
export function jobOrder(options: JobOrderOptions): { namespace: string; order: JobOrder } {
  const { config, hub, docsRepo, indexRepo, args, timeoutSeconds, labels } = options;
  const common = {
    secrets: hub.token === null ? {} : { HF_TOKEN: hub.token },
    timeoutSeconds,
    ...(labels ? { labels } : {}),
  };
  const environment = {
    HF_ENDPOINT: hub.url,
    DOCS_REPO_ID: docsRepo,
    INDEX_REPO_ID: indexRepo,
    EMBED_MODEL: config.embedModel,
  };
  if (config.hub.kind === "embedded") {
    return {
      namespace: EMBEDDED_HUB_USER,
      order: {
        ...common,
        image: { docker: "vademecum" },
        command: [process.execPath, join(PROJECT_ROOT, "src", "cli.ts"), ...args],
        environment: { ...environment, VADEMECUM_DIR: config.stateDir },
        flavor: "cpu-basic",
      },
    };
  }
  const space = config.spaceId;
  const [owner] = space?.split("/") ?? [];
  if (space === null || owner === undefined) {
    throw new VademecumError({
      code: "NO_JOB_IMAGE",
      message: "there is no image that a job could run in",
      expected: "SPACE_ID=owner/name, which a Space is told by the Hub",
      hint: "run the Space on the Hub, or build here: ./vade reindex",
    });
  }
  return {
    namespace: owner,
    order: {
      ...common,
      image: { space },
      command: ["bun", IMAGE_CLI, ...args],
      environment,
      flavor: "cpu-upgrade",
    },
  };
}
