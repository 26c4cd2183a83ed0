import { join, resolve } from "node:path";
import { type Config, EMBEDDED_HUB_PORT, EMBEDDED_HUB_USER, PROJECT_ROOT } from "../../config.ts";
import { createRepo } from "../../hub/create-repo.ts";
import { findLiveHub } from "../../hub/embedded/server-file.ts";
import { type EmbeddedHub, startEmbeddedHub } from "../../hub/embedded/start-embedded-hub.ts";
import { listFiles } from "../../hub/list-files.ts";
import { repoExists } from "../../hub/repo-exists.ts";
import { openStorage, readManifest } from "../../revisions/storage.ts";
import { createPathFilter } from "../../sources/path-filter.ts";
import type { CommandContext } from "../command-context.ts";
import { type ConnectedHub, connectHub } from "../connect-hub.ts";

const DOCS_REPO = `${EMBEDDED_HUB_USER}/rag-docs`;
const INDEX_REPO = `${EMBEDDED_HUB_USER}/rag-index`;
/** The webhook tells at once; this is the net below it. */
const POLL_MS = 5_000;

/** Where a demonstration takes place: a state folder, a Hub that serves it, and its two repositories. */
export interface DemoGround extends ConnectedHub {
  context: CommandContext;
  /** Whether the ordinary state is used, so that `ask`, `revisions` and the rest go on with the samples. */
  isOrdinary: boolean;
}

/**
 * Finds the ground and starts a Hub on it where none runs. The ordinary state is taken unless it holds or serves the
 * user's own documents, which a demonstration must not touch; then it is a folder of its own.
 */
export async function prepareGround(context: CommandContext): Promise<DemoGround> {
  const { config } = context;
  const ordinary = demoContext(context, config.stateDir, config.storageDir);
  if (config.hub.kind === "embedded" && !servesOwnDocuments(config)) {
    const ground = await openGround(ordinary, true);
    if (!(await holdsOwnDocuments(ground))) return ground;
    await ground.close();
  }
  const apart = join(config.stateDir, "demo");
  return openGround(demoContext(context, apart, join(apart, "storage")), false);
}

/** The same program over another state, whatever the environment says of Hub and repositories. */
function demoContext(context: CommandContext, stateDir: string, storageDir: string): CommandContext {
  const config: Config = {
    ...context.config,
    stateDir,
    storageDir,
    hub: { kind: "embedded", dir: join(stateDir, "hub"), port: EMBEDDED_HUB_PORT },
    docsRepo: DOCS_REPO,
    indexRepo: INDEX_REPO,
    indexPollMs: POLL_MS,
    pinnedRevision: null,
    // A demonstration costs nothing, whatever key is set.
    model: null,
    webhookSecret: crypto.randomUUID(),
  };
  return { ...context, config };
}

async function openGround(context: CommandContext, isOrdinary: boolean): Promise<DemoGround> {
  const dir = join(context.config.stateDir, "hub");
  const started = (await findLiveHub(dir)) === null ? await startHub(context, dir) : null;
  const connected = await connectHub(context);
  const { hub, docs, index } = connected;
  return {
    hub,
    docs,
    index,
    context,
    isOrdinary,
    async close() {
      await connected.close();
      await started?.stop();
    },
  };
}

/** Starts the Hub where `./vade hub` would, or on any free port where that one is taken. */
async function startHub(context: CommandContext, dir: string): Promise<EmbeddedHub> {
  const options = {
    dir,
    user: EMBEDDED_HUB_USER,
    log: context.log,
    announce: true,
    schedules: true,
    root: PROJECT_ROOT,
  };
  try {
    return await startEmbeddedHub({ ...options, port: EMBEDDED_HUB_PORT });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EADDRINUSE")) throw error;
    return startEmbeddedHub({ ...options, port: 0 });
  }
}

function servesOwnDocuments({ storageDir, sampleDocsDir }: Config): boolean {
  const storage = openStorage(storageDir);
  const current = storage.current();
  if (current === null) return false;
  const { repo } = readManifest(storage.revisionDir(current)).source;
  return repo !== DOCS_REPO && repo !== resolve(sampleDocsDir);
}

/** Whether the documents' repository has documents that are none of the samples. */
async function holdsOwnDocuments({ hub, docs, context }: DemoGround): Promise<boolean> {
  const { signal, config } = context;
  if (!(await repoExists({ hub, repo: docs, signal }))) return false;
  const samples = new Set(
    [...new Bun.Glob("**/*").scanSync(config.sampleDocsDir)].map((path) => `docs_rag/${path}`),
  );
  const { accepts } = createPathFilter();
  for await (const { path } of listFiles({ hub, repo: docs, revision: "main", signal })) {
    if (accepts(path) && !samples.has(path)) return true;
  }
  return false;
}

/** Makes the repositories; they can be read without a token, so that a citation's link opens in a browser. */
export async function createDemoRepos({ hub, docs, index, context: { signal } }: DemoGround): Promise<void> {
  await createRepo({ hub, repo: docs, isPrivate: false, signal });
  await createRepo({ hub, repo: index, isPrivate: false, signal });
}
