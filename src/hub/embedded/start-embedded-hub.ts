import { statSync } from "node:fs";
import type { Log } from "../../domain/log.ts";
import { createApp } from "./http/create-app.ts";
import { createSigner } from "./http/signer.ts";
import { folderId, readHubToken, tokenPath } from "./identity.ts";
import type { Clock } from "./jobs/clock.ts";
import { createJobs } from "./jobs/create-jobs.ts";
import { announceServer, withdrawServer } from "./server-file.ts";
import { openStore, type Store } from "./store/store.ts";
import { createWebhooks } from "./webhooks/create-webhooks.ts";

export { readHubToken } from "./identity.ts";

/** A Hub that runs in this process. */
export interface EmbeddedHub {
  /** Origin, without a slash at the end. */
  url: string;
  token: string;
  /** The account that owns everything. */
  user: string;
  /** Ends what is in flight within a few seconds, then closes the folder. */
  stop(): Promise<void>;
}

export interface EmbeddedHubOptions {
  /** Where everything is kept; made where it is missing. Several Hubs may serve one folder. */
  dir: string;
  /** 0 takes any free port. */
  port: number;
  hostname?: string;
  user?: string;
  /** The owner's token; by default the one of the folder, which is made once. */
  token?: string;
  log: Log;
  clock?: () => Date;
  /** The time of jobs and schedules, where it is not the system's. */
  jobClock?: Clock;
  /** Tells other processes where this Hub listens, by `<dir>/server.json`. */
  announce?: boolean;
  /** Whether scheduled jobs are run from here: by the one that stays up, not by one that lives as long as a command. */
  schedules?: boolean;
  /** Folder of this program; what lies in it (`vade`) can be called by its name in a job. */
  root?: string;
}

/** How long `stop` waits for requests in flight. */
const STOP_MS = 3000;
/** What no process wants any more is looked for this often. */
const SWEEP_EVERY_MS = 60 * 60 * 1000;

/**
 * Starts a Hub over a folder.
 * @throws the system's EADDRINUSE where the port is taken
 */
export async function startEmbeddedHub(options: EmbeddedHubOptions): Promise<EmbeddedHub> {
  const { dir, port, hostname = "127.0.0.1", user = "local", log, clock = () => new Date() } = options;
  const store = openStore(dir, clock);
  const token = options.token ?? readHubToken(dir);
  sweep(store, log);

  const webhooks = createWebhooks({ dir, log });
  const jobs = createJobs({
    dir,
    hub: { url: () => url, user, token },
    log,
    schedules: options.schedules ?? false,
    ...(options.jobClock === undefined ? {} : { clock: options.jobClock }),
    ...(options.root === undefined ? {} : { root: options.root }),
  });
  const app = createApp(
    {
      store,
      user,
      token,
      tokenCreated: options.token === undefined ? statSync(tokenPath(dir)).mtime : clock(),
      folderId: folderId(dir),
      signer: createSigner(token, clock),
      log,
      notify: webhooks.notify,
    },
    [jobs.routes, webhooks.routes],
  );
  const server = await listen();
  const url = hubUrl(hostname, server.port ?? port);
  jobs.start();
  if (options.announce) announceServer(dir, url);
  const sweeping = setInterval(() => sweep(store, log), SWEEP_EVERY_MS);
  sweeping.unref();

  async function listen() {
    try {
      return Bun.serve({
        port,
        hostname,
        fetch: app.fetch,
        // Large files and streams of logs may take as long as they take; sizes are checked where they are known.
        maxRequestBodySize: Number.MAX_SAFE_INTEGER,
        idleTimeout: 0,
      });
    } catch (error) {
      await Promise.all([jobs.stop(), webhooks.stop()]);
      store.close();
      throw error;
    }
  }

  async function stop(): Promise<void> {
    if (options.announce) withdrawServer(dir);
    clearInterval(sweeping);
    await jobs.stop(); // while they end, they may still need this Hub
    const deadline = Date.now() + STOP_MS;
    const noNewOnes = server.stop();
    // Its own graceful stop also waits for idle connections, which clients keep open for their next request.
    while (server.pendingRequests > 0 && Date.now() < deadline) await Bun.sleep(10);
    await Promise.all([server.stop(true), noNewOnes]);
    await webhooks.stop();
    store.close();
  }
  return { url, token, user, stop };
}

/** How this machine reaches a server that listens on an address. */
export function hubUrl(hostname: string, port: number): string {
  if (hostname === "0.0.0.0") return `http://127.0.0.1:${port}`;
  if (hostname === "::") return `http://[::1]:${port}`;
  return `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${port}`;
}

/** Does no harm when it fails, as where another process writes for long: what is left over goes the next time. */
function sweep(store: Store, log: Log): void {
  try {
    const files = store.files.sweep() + store.objects.collect() + store.xorbs.sweep();
    if (files > 0) log.info({ files }, "removed what uploads that were given up have left");
  } catch (error) {
    log.warn({ err: error }, "what uploads that were given up have left could not be removed");
  }
}
