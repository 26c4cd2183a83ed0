import { setTimeout as delay } from "node:timers/promises";
import type { Server } from "bun";
import packageJson from "../../package.json";
import { VademecumError } from "../domain/errors.ts";
import { openStorage, type Storage } from "../revisions/storage.ts";
import { compareInChild } from "../revisions/sync/compare-in-child.ts";
import { createFollower } from "../revisions/sync/follow-revisions.ts";
import { createInService, type InService, type Lease } from "../revisions/sync/in-service.ts";
import { openRefusals } from "../revisions/sync/refusals.ts";
import { followInService, pinTo } from "../revisions/sync/revision-source.ts";
import { createApp } from "../web/app.ts";
import { spaceStatus } from "../web/space-status.ts";
import { type Assistant, createAssistant } from "./assistant.ts";
import type { CommandContext } from "./command-context.ts";
import { createEmbedderPool } from "./embedder-pool.ts";
import { createHubConnection, type HubConnection } from "./hub-connection.ts";
import { findLocalRevision } from "./local-revision.ts";
import { configuredHubUrl, openRevisionService, type Service } from "./open-service.ts";

/** What is in flight when the Space is told to stop has this long to end. */
const STOP_WITHIN_MS = 10_000;
const STOP_POLL_MS = 20;
const IDLE_WITHIN_MS = 200;
const IDLE_POLL_MS = 2;
/** Longer than any question may take. */
const IDLE_TIMEOUT_SECONDS = 120;
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

/** Runs the Space until the context's signal aborts. */
export async function runSpace(options: SpaceOptions): Promise<void> {
  const { context } = options;
  const space = await startSpace(options);
  const serving = space.serving();
  context.remark(`vademecum is at ${space.url} (${serving ? serving.tag : "no index yet; see /api/status"})`);
  if (!context.signal.aborted) {
    await new Promise((resolve) => context.signal.addEventListener("abort", resolve, { once: true }));
  }
  context.remark("stopping: what is in flight has 10 s; once more ends it at once");
  await space.stop();
}

/**
 * Starts the Space: HTTP at once, the local revision next, and then whatever the Hub has in service, for as long as it
 * runs. It answers before the Hub was reached where there is a usable local revision.
 * @throws VademecumError `PORT_IN_USE`; `CONFIG_INVALID` and the like where no Hub can be told from the environment
 */
export async function startSpace({ context, host, port }: SpaceOptions): Promise<RunningSpace> {
  const { config, log } = context;
  const startedAt = new Date();
  const storage = openStorage(config.storageDir);
  const connection = createHubConnection(context);
  // Costs nothing, and a Space that is set up wrongly ends at once with the variable's name.
  if (config.hub.kind === "remote") await connection.connect();
  const inService = createInService<Service>((error) =>
    log.error({ reason: String(error) }, "a revision did not close"),
  );
  const assistant = createAssistant({ config, log, remembers: true });
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
    });
  };
  const app = createApp({
    acquire: inService.acquire,
    serving,
    status,
    webhook: {
      secret: config.webhookSecret,
      indexRepo: () => config.indexRepo,
      trigger: follower.trigger,
    },
    forgetConversation: assistant.forgetConversation,
    ...(config.model ? { limits: { timeoutMs: MODEL_QUESTION_TIMEOUT_MS } } : {}),
    log,
  });
  const server = listenOrClose({ host, port, fetch: app.fetch }, assistant);
  await serveLocal({ context, storage, inService, open });
  const following = follower.run(stopping.signal);
  return {
    url: server.url.href.replace(/\/$/, ""),
    status,
    serving,
    acquire: inService.acquire,
    trigger: follower.trigger,
    stop: () => stopSpace({ server, stopping, following, inService, connection, assistant, context }),
  };
}

/** Waits for a moment in which nobody waits for an answer; under a load that has none, not for long. */
async function waitUntilIdle(inService: InService<Service>): Promise<void> {
  const deadlineMs = performance.now() + IDLE_WITHIN_MS;
  while (inService.leases() > 0 && performance.now() < deadlineMs) await delay(IDLE_POLL_MS);
}

function listenOrClose(options: Parameters<typeof listen>[0], assistant: Assistant) {
  try {
    return listen(options);
  } catch (error) {
    assistant.close();
    throw error;
  }
}

function listen(options: {
  host: string;
  port: number;
  fetch: (request: Request) => Response | Promise<Response>;
}) {
  const { host: hostname, port, fetch } = options;
  try {
    return Bun.serve({
      hostname,
      port,
      idleTimeout: IDLE_TIMEOUT_SECONDS,
      fetch: (request) => fetch(request),
    });
  } catch (cause) {
    throw new VademecumError({
      code: "PORT_IN_USE",
      message: `the Space cannot listen at ${hostname}:${port}: ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: "choose another port (--port, PORT), or end the program that has it",
      cause,
    });
  }
}

/** Puts the local revision into service where there is a usable one; where not, the log says why. */
async function serveLocal(at: {
  context: CommandContext;
  storage: Storage;
  inService: InService<Service>;
  open(dir: string, smoke: boolean): Promise<Service>;
}): Promise<void> {
  const { context, storage, inService } = at;
  const { log, config } = context;
  try {
    const swept = storage.sweep();
    if (swept.length > 0) log.info({ swept }, "what an interrupted run left, and old revisions, removed");
    const revision = findLocalRevision(storage, config.pinnedRevision);
    if (revision === null) {
      log.info({ storage: storage.dir }, "no local revision yet; it is fetched from the Hub");
      return;
    }
    const service = await at.open(storage.revisionDir(revision), false);
    inService.publish(service);
    log.info(
      { revision, tag: service.manifest.tag },
      "serving the local revision; the Hub has not been asked yet",
    );
  } catch (error) {
    if (!(error instanceof VademecumError)) throw error;
    const { code, message, expected, hint } = error;
    log.error(
      { code, reason: message, expected, hint },
      "the local revision cannot be served; it is fetched anew",
    );
  }
}

async function stopSpace(at: {
  server: Server<undefined>;
  stopping: AbortController;
  following: Promise<void>;
  inService: InService<Service>;
  connection: HubConnection;
  assistant: Assistant;
  context: CommandContext;
}): Promise<void> {
  const { server, context } = at;
  const deadlineMs = performance.now() + STOP_WITHIN_MS;
  at.stopping.abort(new Error("the Space is stopping"));
  server.stop();
  while (server.pendingRequests > 0 && performance.now() < deadlineMs) await delay(STOP_POLL_MS);
  if (server.pendingRequests > 0) {
    context.log.warn(
      { requests: server.pendingRequests },
      "requests were cut off: they took longer than 10 s",
    );
  }
  await server.stop(true);
  await at.following;
  at.inService.withdraw();
  at.assistant.close();
  await at.connection.close();
}
