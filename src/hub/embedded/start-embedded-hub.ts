import { chmodSync, statSync } from "node:fs";
import type { Log } from "../../domain/log.ts";
import { createApp } from "./http/create-app.ts";
import { createSigner } from "./http/signer.ts";
import { folderId, readHubToken, tokenPath } from "./identity.ts";
import type { RefUpdate } from "./ref-update.ts";
import { announceServer, withdrawServer } from "./server-file.ts";
import { openStore } from "./store/store.ts";

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
  /** Tells other processes where this Hub listens, by `<dir>/server.json`. */
  announce?: boolean;
  /** Whether schedules of jobs fire here. */
  schedules?: boolean;
}

/** How long `stop` waits for requests in flight. */
const STOP_MS = 3000;

/**
 * Starts a Hub over a folder.
 * @throws the system's EADDRINUSE where the port is taken
 */
export async function startEmbeddedHub(options: EmbeddedHubOptions): Promise<EmbeddedHub> {
  const { dir, port, hostname = "127.0.0.1", user = "local", log, clock = () => new Date() } = options;
  const store = openStore(dir, clock);
  const swept = store.files.sweep() + store.objects.collect() + store.xorbs.sweep();
  if (swept > 0) log.info({ dir, files: swept }, "removed what earlier uploads left behind");
  const token = options.token ?? readHubToken(dir);
  chmodSync(tokenPath(dir), 0o600);

  const listeners: ((update: RefUpdate) => void)[] = [];
  const app = createApp(
    {
      store,
      user,
      token,
      tokenCreated: statSync(tokenPath(dir)).mtime,
      folderId: folderId(dir),
      signer: createSigner(token, clock),
      log,
      clock,
      notify: (update) => {
        for (const listener of listeners) listener(update);
      },
    },
    [],
  );
  const server = serve();
  const url = `http://${hostname === "0.0.0.0" ? "127.0.0.1" : hostname}:${server.port}`;
  if (options.announce) announceServer(dir, url);

  function serve() {
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
      store.close();
      throw error;
    }
  }

  async function stop(): Promise<void> {
    if (options.announce) withdrawServer(dir);
    const { promise: timeUp, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, STOP_MS);
    await Promise.race([server.stop(), timeUp]);
    clearTimeout(timer);
    await server.stop(true);
    store.close();
  }
  return { url, token, user, stop };
}
