import { setTimeout as delay } from "node:timers/promises";
import packageJson from "../../../package.json";
import { VademecumError } from "../../domain/errors.ts";
import type { Log } from "../../domain/log.ts";
import type { Records } from "../../records/open-records.ts";
import { openStorage, type Storage } from "../../revisions/storage.ts";
import { compareInChild } from "../../revisions/sync/compare-in-child.ts";
import { createFollower } from "../../revisions/sync/follow-revisions.ts";
import { announcing, createInService, type InService, type Lease } from "../../revisions/sync/in-service.ts";
import { openRefusals } from "../../revisions/sync/refusals.ts";
import { followInService, pinTo } from "../../revisions/sync/revision-source.ts";
import { createQuestionRunner, DEFAULT_QUESTION_LIMITS } from "../../serving/question-runner.ts";
import { createApp } from "../../web/app.ts";
import { spaceStatus } from "../../web/space-status.ts";
import { type Assistant, createAssistant } from "../assistant.ts";
import type { CommandContext } from "../command-context.ts";
import { createEmbedderPool } from "../embedder-pool.ts";
import { createHubConnection, type HubConnection } from "../hub-connection.ts";
import { openConfiguredRecords } from "../open-configured-records.ts";
import { configuredHubUrl, openRevisionService, type Service } from "../open-service.ts";
import { listen } from "./listen.ts";
import { serveLocal } from "./serve-local.ts";
import { type SpaceDiscord, startSpaceDiscord } from "./space-discord.ts";
import { startPushBuilds } from "./start-push-builds.ts";
import { stopSpace } from "./stop-space.ts";

const IDLE_WITHIN_MS = 200;
const IDLE_POLL_MS = 2;
/** A model may take a while; the passages alone never do. */
const MODEL_QUESTION_TIMEOUT_MS = 100_000;

export interface SpaceOptions {
  context: CommandContext;
  host: string;
  /** 0 takes any free port. */
  port: number;
}

/** A Space that answers HTTP. */
export interface RunningSpace {
  /** Where it answers, without a slash at the end. */
  url: string;
  /** What `/api/status` says. */
  status(): object;
  /** Revision and tag that answer now, null where none does. */
  serving(): { revision: string; tag: string } | null;
  /** The revision that answers now, for as long as the lease is held; null where none does. */
  acquire(): Lease<Service> | null;
  /** Looks for another revision at once. */
  trigger(): void;
  /** Takes no more requests, ends those in flight (for at most 10 s) and gives everything back. */
  stop(): Promise<void>;
}

/**
 * Starts the Space: HTTP at once, the local revision next, and then whatever the Hub has in service, for as long as it
 * runs. It answers before the Hub was reached where there is a usable local revision.
 * @throws VademecumError `PORT_IN_USE`; `CONFIG_INVALID` and the like where no Hub can be told from the environment
 */
export async function startSpace(options: SpaceOptions): Promise<RunningSpace> {
  const { config, log } = options.context;
  const connection = createHubConnection(options.context);
  // Costs nothing, and a Space that is set up wrongly ends at once with the variable's name.
  if (config.hub.kind === "remote") await connection.connect();
  const storage = openStorage(config.storageDir);
  const records = openConfiguredRecords(config, log);
  try {
    return await startWith(options, { connection, storage, records });
  } catch (error) {
    records.close();
    throw error;
  }
}

async function startWith(
  { context, host, port }: SpaceOptions,
  opened: { connection: HubConnection; storage: Storage; records: Records },
): Promise<RunningSpace> {
  const { config, log } = context;
  const { connection, storage, records } = opened;
  const startedAt = new Date();
  const assistant = createAssistant({ config, log, records, remembers: true });
  let discord: SpaceDiscord | null = null;
  const inService = announcing(
    createInService<Service>((error) => log.error({ reason: String(error) }, "a revision did not close")),
    (next, before) => {
      keepAnswersOf(storage, assistant, log);
      const served = ({ manifest }: Service) => ({ manifest, dir: storage.revisionDir(manifest.revision) });
      void discord?.announce({
        before: before && served(before),
        after: served(next),
        signal: stopping.signal,
      });
    },
  );
  const embedders = createEmbedderPool(config, { log });
  const stopping = new AbortController();
  const open = (dir: string, smoke: boolean) =>
    openRevisionService({
      config,
      log,
      dir,
      embedders,
      hubUrl: () => connection.current()?.hub.url ?? configuredHubUrl(config),
      smoke,
      assistant,
      whenIdle: () => waitUntilIdle(inService),
      signal: stopping.signal,
    });
  const follower = createFollower<Service>({
    source: config.pinnedRevision === null ? followInService() : pinTo(config.pinnedRevision),
    pinned: config.pinnedRevision,
    storage,
    inService,
    refusals: openRefusals(storage.dir, packageJson.version),
    connect: connection.connect,
    disconnect: connection.disconnect,
    requireModel: embedders.requireModel,
    open: (dir) => open(dir, true),
    compare: compareInChild,
    pollMs: config.indexPollMs,
    log,
  });
  const questions = createQuestionRunner(inService.acquire, {
    ...DEFAULT_QUESTION_LIMITS,
    ...(config.model ? { timeoutMs: MODEL_QUESTION_TIMEOUT_MS } : {}),
  });
  const serving = () => {
    const manifest = inService.peek()?.manifest;
    return manifest ? { revision: manifest.revision, tag: manifest.tag } : null;
  };
  const status = () => {
    const at = connection.current();
    return spaceStatus({
      version: packageJson.version,
      startedAt: startedAt.toISOString(),
      uptimeSeconds: (Date.now() - startedAt.getTime()) / 1000,
      service: inService.peek(),
      hub: at && { url: at.hub.url, repo: at.repo.name },
      follower: follower.status(),
      residentBytes: process.memoryUsage.rss(),
      discord: discord && { ...discord.bot.state(), hints: discord.hints() },
      buildOnPush: pushBuilds.status(),
    });
  };
  const { trigger } = follower;
  const pushBuilds = startPushBuilds({
    context,
    connection,
    dir: storage.dir,
    onBuilt: trigger,
    signal: stopping.signal,
  });
  const shared = { context, questions, records, connection, status, trigger };
  discord = config.discord && (await startSpaceDiscord({ ...shared, setting: config.discord }));
  const handleHttp = discord?.bot.handleHttp;
  const app = createApp({
    questions,
    serving,
    isConnecting: () => discord?.isConnecting() ?? false,
    ...(handleHttp ? { discordInteractions: handleHttp } : {}),
    status,
    webhook: {
      secret: config.webhookSecret,
      indexRepo: () => config.indexRepo,
      trigger,
    },
    docsWebhook: pushBuilds.webhook,
    forgetConversation: assistant.forgetConversation,
    log,
  });
  const server = await listenOrStop({ host, port, fetch: app.fetch }, discord);
  await serveLocal({ context, storage, inService, open });
  const following = follower.run(stopping.signal);
  return {
    url: server.url.href.replace(/\/$/, ""),
    status,
    serving,
    acquire: inService.acquire,
    trigger,
    stop: () => stopSpace({ server, discord, stopping, following, inService, connection, records, context }),
  };
}

async function listenOrStop(
  options: Parameters<typeof listen>[0],
  discord: SpaceDiscord | null,
): Promise<ReturnType<typeof listen>> {
  try {
    return listen(options);
  } catch (error) {
    await discord?.bot.stop(0);
    throw error;
  }
}

/** Answers that were given before stay good for the revisions that a roll-back may bring back. */
function keepAnswersOf(storage: Storage, assistant: Assistant, log: Log): void {
  try {
    assistant.keepRevisions(storage.list().map(({ revision }) => revision));
  } catch (error) {
    if (!(error instanceof VademecumError)) throw error;
    log.warn(
      { code: error.code, reason: error.message },
      "answers of revisions that are gone were not dropped",
    );
  }
}

/** Waits for a moment in which nobody waits for an answer; under a load that has none, not for long. */
async function waitUntilIdle(inService: InService<Service>): Promise<void> {
  const deadlineMs = performance.now() + IDLE_WITHIN_MS;
  while (inService.leases() > 0 && performance.now() < deadlineMs) await delay(IDLE_POLL_MS);
}
