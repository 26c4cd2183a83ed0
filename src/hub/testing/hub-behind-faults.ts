import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type FaultyHub, startFaultyHub } from "../../testing/faulty-hub.ts";
import { silentLog } from "../../testing/silent-log.ts";
import { createRepo } from "../create-repo.ts";
import { startEmbeddedHub } from "../embedded/start-embedded-hub.ts";
import { createHub, type Hub, type Repo } from "../hub.ts";
import type { HubLimits } from "../hub-limits.ts";
import { type WatchedHub, watchedHub } from "./watched-hub.ts";

/** An embedded Hub that is reached through faults, and beside them. */
export interface HubBehindFaults {
  faulty: FaultyHub;
  /** The way without faults. */
  direct: Hub;
  /** A repository with nothing of a test in it yet. */
  repo: Repo;
  /** The way through the faults. */
  watched(limits?: Partial<HubLimits>): WatchedHub;
  /** Runs before each request that comes through the faults. */
  before(hook: (request: Request) => Promise<void>): void;
  stop(): Promise<void>;
}

export async function startHubBehindFaults(): Promise<HubBehindFaults> {
  const dir = await mkdtemp(join(tmpdir(), "hub-behind-faults-"));
  const embedded = await startEmbeddedHub({ dir, port: 0, log: silentLog });
  let hook = async (_request: Request) => {};
  const faulty = await startFaultyHub(async (request) => {
    await hook(request);
    const { pathname, search } = new URL(request.url);
    const headers = new Headers(request.headers); // with its Host, so that links lead through the faults too
    headers.delete("Content-Length");
    const { method } = request;
    const body = method === "GET" || method === "HEAD" ? {} : { body: await request.bytes() };
    return fetch(`${embedded.url}${pathname}${search}`, { method, headers, redirect: "manual", ...body });
  });
  const direct = createHub({ url: embedded.url, token: embedded.token, log: silentLog });
  const repo: Repo = { type: "dataset", name: `${embedded.user}/test` };
  await createRepo({ hub: direct, repo });
  return {
    faulty,
    direct,
    repo,
    watched: (limits = {}) => watchedHub(faulty.url, limits, embedded.token),
    before: (next) => {
      hook = next;
    },
    async stop() {
      faulty.stop();
      await embedded.stop();
      await rm(dir, { recursive: true });
    },
  };
}
