import { cpSync } from "node:fs";
import { join } from "node:path";
import type { Logger } from "pino";
import { z } from "zod";
import { runReindex } from "../src/commands/run-reindex.ts";
import { PROJECT_ROOT, readConfig } from "../src/config.ts";
import type { BuildInfo, Manifest } from "../src/domain/manifest.ts";
import { createRepo } from "../src/hub/create-repo.ts";
import { startEmbeddedHub } from "../src/hub/embedded/start-embedded-hub.ts";
import { createHub, type Repo } from "../src/hub/hub.ts";
import { readManifest } from "../src/revisions/storage.ts";
import { commitRevision, putInService } from "../src/revisions/sync/testing/small-revision.ts";

const SECRET = "bench";
const SERVED_WITHIN_MS = 30_000;
const POLL_MS = 20;
const ReadySchema = z.object({ revision: z.string().nullable() });

interface Built {
  dir: string;
  build: BuildInfo;
}

/** A Hub in this process with two revisions of an index, which are put into service by turns. */
export interface SwappedIndex {
  /** What a Space needs to follow it. */
  env: Record<string, string>;
  /** Waits until a Space is ready and serves the revision that is in service. */
  untilServed(spaceUrl: string): Promise<void>;
  /** The revision whose turn it is, committed and not in service yet. */
  next(): Promise<Manifest>;
  /** Puts a revision into service, tells the Space, and waits until it is served there; milliseconds. */
  swap(spaceUrl: string, manifest: Manifest): Promise<number>;
  stop(): Promise<void>;
}

/**
 * Starts the Hub with the first revision in service.
 * @param options.isFresh each turn is a commit that no Space has seen
 * @param options.revisionDir an index that is there already, which then is both revisions; null: two builds of the sample
 *   documents, of which one has other súmulas
 * @param options.isQuick one build of the sample documents is both revisions
 */
export async function startSwappedIndex(options: {
  dir: string;
  log: Logger;
  isFresh: boolean;
  revisionDir: string | null;
  isQuick?: boolean;
}): Promise<SwappedIndex> {
  const { dir, log, isFresh, revisionDir, isQuick = false } = options;
  const first = revisionDir === null ? await buildSamples({ dir, log, name: "a" }) : asBuilt(revisionDir);
  const second = revisionDir === null && !isQuick ? await buildSamples({ dir, log, name: "b" }) : first;
  const builds = [first, second] as const;
  const server = await startEmbeddedHub({ dir: join(dir, "hub"), port: 0, log });
  const repo: Repo = { type: "dataset", name: `${server.user}/rag-index` };
  const at = { hub: createHub({ url: server.url, token: server.token, log }), repo };
  await createRepo(at);
  const commit = ({ dir: files, build }: Built) =>
    commitRevision(at, files, { ...build, created_at: new Date().toISOString() });
  const manifests = [await commit(builds[0]), await commit(builds[1])] as const;
  let turn = 0;
  let inService: Manifest = manifests[0];
  await putInService(at, inService);

  async function untilServed(spaceUrl: string): Promise<void> {
    const deadlineMs = performance.now() + SERVED_WITHIN_MS;
    while (performance.now() < deadlineMs) {
      const response = await fetch(`${spaceUrl}/readyz`);
      const { revision } = ReadySchema.parse(await response.json());
      if (response.ok && revision === inService.revision) return;
      await Bun.sleep(POLL_MS);
    }
    const status = await (await fetch(`${spaceUrl}/api/status`)).text();
    throw new Error(
      `the Space did not serve ${inService.revision} within ${SERVED_WITHIN_MS / 1000} s: ${status}`,
    );
  }

  return {
    env: {
      HF_ENDPOINT: server.url,
      HF_TOKEN: server.token,
      DOCS_REPO_ID: `${server.user}/rag-docs`,
      INDEX_REPO_ID: repo.name,
      INDEX_POLL_SECONDS: "60",
      WEBHOOK_SECRET: SECRET,
    },
    untilServed,
    async next() {
      turn = 1 - turn;
      const which = turn === 0 ? 0 : 1;
      return isFresh ? await commit(builds[which]) : manifests[which];
    },
    async swap(spaceUrl, manifest) {
      const fromMs = performance.now();
      inService = manifest;
      await putInService(at, manifest);
      const hook = await fetch(`${spaceUrl}/webhooks/hub`, {
        method: "POST",
        headers: { "X-Webhook-Secret": SECRET, "Content-Type": "application/json" },
        body: JSON.stringify({ repo: { type: repo.type, name: repo.name } }),
      });
      if (hook.status !== 202) throw new Error(`the webhook was answered with ${hook.status}`);
      await untilServed(spaceUrl);
      return performance.now() - fromMs;
    },
    stop: server.stop,
  };
}

async function buildSamples({
  dir,
  log,
  name,
}: {
  dir: string;
  log: Logger;
  name: "a" | "b";
}): Promise<Built> {
  const docs = join(dir, name, "docs_rag");
  cpSync(join(PROJECT_ROOT, "assets", "docs_rag"), docs, { recursive: true });
  if (name === "b") cpSync(join(PROJECT_ROOT, "assets", "demo", "docs_rag"), docs, { recursive: true });
  const config = readConfig({ VADEMECUM_DIR: join(dir, "state") }, dir);
  const nobody = () => undefined;
  const context = { config, log, print: nobody, remark: nobody, signal: new AbortController().signal };
  const built = await runReindex({ context, docsDir: docs, storageDir: join(dir, name, "store") });
  return asBuilt(built.dir);
}

function asBuilt(dir: string): Built {
  const { revision, tag: _t, previous: _p, evaluation: _e, ...shared } = readManifest(dir);
  return { dir, build: { ...shared, content: revision } };
}
