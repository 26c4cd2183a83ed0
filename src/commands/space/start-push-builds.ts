import type { DocsWebhook } from "../../web/docs-webhook.ts";
import { createBuildJobs } from "../build-jobs.ts";
import type { CommandContext } from "../command-context.ts";
import type { HubConnection } from "../hub-connection.ts";
import { createPushBuilds } from "./push-builds.ts";

/** What a Space does about pushes to the documents: nothing, unless BUILD_ON_PUSH is set. */
export function startPushBuilds(options: {
  context: CommandContext;
  connection: HubConnection;
  /** The Space's storage. */
  dir: string;
  onBuilt(): void;
  signal: AbortSignal;
}): { webhook: DocsWebhook; status(): object | null } {
  const { context, connection, dir, onBuilt, signal } = options;
  const { config, log } = context;
  const about = { secret: config.webhookSecret, docsRepo: config.docsRepo };
  if (config.buildOnPushMs === null) return { webhook: { ...about, pushed: null }, status: () => null };
  const builds = createBuildJobs({ config, log, connect: connection.connect });
  const { pushed, status } = createPushBuilds({
    builds,
    delayMs: config.buildOnPushMs,
    dir,
    onBuilt,
    log,
    signal,
  });
  return { webhook: { ...about, pushed }, status };
}
