import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRepo } from "../../../hub/create-repo.ts";
import { startEmbeddedHub } from "../../../hub/embedded/start-embedded-hub.ts";
import { createHub, type Hub, type Repo } from "../../../hub/hub.ts";
import { silentLog } from "../../../testing/silent-log.ts";

/** Stands between a client and the Hub: answers a request itself, or null to let it through. */
export type Fault = (url: URL, init: RequestInit) => Response | null | Promise<Response | null>;

/** A real Hub with an index repo, and a client of it whose requests can be watched and made to fail. */
export interface TestHub {
  hub: Hub;
  repo: Repo;
  dir: string;
  /** `GET /datasets/…`, in order. */
  requests: string[];
  setFault(fault: Fault | null): void;
  stop(): Promise<void>;
}

export async function startTestHub(): Promise<TestHub> {
  const dir = mkdtempSync(join(tmpdir(), "vademecum-sync-"));
  const server = await startEmbeddedHub({ dir: join(dir, "hub"), port: 0, log: silentLog });
  const requests: string[] = [];
  let fault: Fault | null = null;
  const send = async (input: Parameters<typeof fetch>[0], init: RequestInit = {}) => {
    const url = new URL(String(input));
    requests.push(`${init.method ?? "GET"} ${url.pathname}`);
    return (await fault?.(url, init)) ?? (await fetch(url, init));
  };
  const hub = createHub({
    url: server.url,
    token: server.token,
    log: silentLog,
    fetch: Object.assign(send, { preconnect: fetch.preconnect }),
    sleep: async () => undefined,
    limits: { headersTimeoutMs: 2000, silenceMs: 200 },
  });
  const repo: Repo = { type: "dataset", name: `${server.user}/rag-index` };
  await createRepo({ hub, repo });
  return {
    hub,
    repo,
    dir,
    requests,
    setFault(next) {
      fault = next;
    },
    async stop() {
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
