import { existsSync } from "node:fs";
import { join } from "node:path";
import { VademecumError } from "../domain/errors.ts";
import { MANIFEST_FILE, type Manifest } from "../domain/manifest.ts";
import type { GoldenQuestion } from "../evaluation/golden.ts";
import { createRepo } from "../hub/create-repo.ts";
import { whoAmI } from "../hub/who-am-i.ts";
import { contentRevision } from "../revisions/publish/content-revision.ts";
import type { IndexRepo } from "../revisions/publish/index-repo.ts";
import {
  type PublishOptions,
  type PublishReport,
  publishRevision,
} from "../revisions/publish/publish-revision.ts";
import { requireWriteAccess } from "../revisions/publish/repo-access.ts";
import type { Storage } from "../revisions/storage.ts";
import { fetchRevision } from "../revisions/sync/fetch-revision.ts";
import type { CommandContext } from "./command-context.ts";
import type { ConnectedHub } from "./connect-hub.ts";
import { judgeRevision } from "./judge-revision.ts";
import { createProgress, type Progress } from "./progress.ts";

const MEGABYTE = 1e6;

/**
 * Makes sure that publishing will be possible, before any long work: who one is, and whether the index repo can be
 * written. One that is not there is made, private.
 */
export async function prepareIndexRepo(
  context: CommandContext,
  { hub, index }: ConnectedHub,
): Promise<IndexRepo> {
  const { signal, log } = context;
  const identity = await whoAmI({ hub, signal });
  const { exists } = await requireWriteAccess({ hub, repo: index, identity, signal });
  // A token for this repo alone may write to it and still not make any.
  if (!exists) await createRepo({ hub, repo: index, signal });
  log.info({ user: identity.name, repo: index.name, exists }, "the index repo can be written");
  return { hub, repo: index, signal };
}

/**
 * Publishes a finished revision of a local store, with the gate as this machine can ask it.
 * @param options.storage where what is in service is brought to be compared with, unless it is there
 */
export async function publishBuilt(options: {
  context: CommandContext;
  place: IndexRepo;
  storage: Storage;
  dir: string;
  manifest: Manifest;
  golden: readonly GoldenQuestion[] | null;
  mayReplace?: PublishOptions["mayReplace"];
}): Promise<PublishReport> {
  const { context, place, storage, dir, manifest, golden } = options;
  const { signal, log } = context;
  const progress = createProgress(process.stderr);
  try {
    return await publishRevision({
      ...place,
      dir,
      manifest,
      ...(options.mayReplace ? { mayReplace: options.mayReplace } : {}),
      judge: async ({ build, inService }) =>
        judgeRevision({
          context,
          dir,
          build,
          inService: inService && (await bringServed({ context, place, storage, manifest: inService })),
          golden,
          signal,
        }),
      clock: () => new Date(),
      log,
      onProgress: inMegabytes(progress, "upload"),
    });
  } finally {
    progress.stop();
  }
}

/** What says that the Hub does not hold what its manifest names. */
const OF_THE_REVISION = new Set([
  "REVISION_MISSING",
  "REVISION_INCOMPLETE",
  "REVISION_MISMATCH",
  "MANIFEST_INVALID",
  "DOWNLOAD_CORRUPT",
  "META_INVALID",
]);

/**
 * The folder of what is in service, brought into a store that need not serve it. The folder is null where the Hub does
 * not hold what its manifest names: that is no reason not to publish something better.
 */
export async function bringServed(options: {
  context: CommandContext;
  place: IndexRepo;
  storage: Storage;
  manifest: Manifest;
}): Promise<{ dir: string | null; manifest: Manifest }> {
  const { context, place, storage, manifest } = options;
  const built = storage.revisionDir(contentRevision(manifest.files));
  if (existsSync(join(built, MANIFEST_FILE))) return { dir: built, manifest };
  const progress = createProgress(process.stderr);
  try {
    const onProgress = inMegabytes(progress, "fetch");
    return await fetchRevision({ ...place, manifest, storage, log: context.log, onProgress });
  } catch (error) {
    if (!(error instanceof VademecumError) || !OF_THE_REVISION.has(error.code)) throw error;
    context.log.warn(
      { code: error.code, reason: error.message },
      "what is in service cannot be fetched; only its size is compared, and nothing is taken from it",
    );
    return { dir: null, manifest };
  } finally {
    progress.stop();
  }
}

/** Progress in bytes, shown in megabytes and only where that changes. */
export function inMegabytes(progress: Progress, stage: string): (bytes: number, totalBytes: number) => void {
  let shown = "";
  return (bytes, totalBytes) => {
    const [done, total] = [Math.ceil(bytes / MEGABYTE), Math.ceil(totalBytes / MEGABYTE)];
    if (shown !== `${done}/${total}`) progress.update(`${stage} MB`, done, total);
    shown = `${done}/${total}`;
  };
}
