import { Command } from "commander";
import packageJson from "../../package.json";
import { VademecumError } from "../domain/errors.ts";
import { HubError } from "../hub/hub-error.ts";
import { openStorage } from "../revisions/storage.ts";
import { fetchRevision } from "../revisions/sync/fetch-revision.ts";
import { judgeFailure } from "../revisions/sync/judge-failure.ts";
import { openRefusals } from "../revisions/sync/refusals.ts";
import { followInService, type IndexRepo, pinTo } from "../revisions/sync/revision-source.ts";
import type { CommandContext } from "./command-context.ts";
import { createEmbedderPool } from "./embedder-pool.ts";
import { createHubConnection } from "./hub-connection.ts";
import { configuredHubUrl, openRevisionService } from "./open-service.ts";
import { createProgress } from "./progress.ts";

const MEGABYTE = 1e6;

interface SyncResult {
  revision: string;
  tag: string;
  dir: string;
  /** Whether the store served it already. */
  unchanged: boolean;
  documents: number;
  chunks: number;
}

/** Brings the revision in service (or the pinned one) into the local store, checks it and puts it into service there. */
async function syncOnce(context: CommandContext): Promise<SyncResult> {
  const { config, log, signal } = context;
  const storage = openStorage(config.storageDir);
  const refusals = openRefusals(storage.dir, packageJson.version);
  const embedders = createEmbedderPool(config);
  const connection = createHubConnection(context);
  const progress = createProgress(process.stderr);
  try {
    const at = await connection.connect();
    const source = config.pinnedRevision === null ? followInService() : pinTo(config.pinnedRevision);
    const found = await source.read(at, signal).catch((error) => {
      if (error instanceof HubError && error.code === "HUB_NOT_FOUND") throw noIndexRepo(at, error);
      throw error;
    });
    if (found === null) throw nothingPublished(at.repo.name);
    const { manifest } = found;
    await embedders.requireModel(manifest);
    let shown = "";
    const onProgress = (doneBytes: number, totalBytes: number) => {
      const [done, total] = [Math.ceil(doneBytes / MEGABYTE), Math.ceil(totalBytes / MEGABYTE)];
      if (shown !== `${done}/${total}`) progress.update("MB", done, total);
      shown = `${done}/${total}`;
    };
    try {
      const { dir } = await fetchRevision({ ...at, manifest, storage, log, signal, onProgress });
      const hubUrl = () => configuredHubUrl(config);
      const service = await openRevisionService({
        config,
        log,
        dir,
        embedders,
        hubUrl,
        smoke: true,
        assistant: null,
        signal,
      });
      service.close();
      const unchanged = storage.current() === manifest.revision;
      storage.setCurrent(manifest.revision);
      refusals.remove(manifest.revision);
      storage.sweep();
      const { revision, tag, num_documents: documents, num_chunks: chunks } = manifest;
      return { revision, tag, dir, unchanged, documents, chunks };
    } catch (error) {
      if (error instanceof VademecumError && judgeFailure(error) === "refuse") {
        refusals.add(manifest, error, new Date());
      }
      throw error;
    }
  } finally {
    progress.stop();
    await connection.close();
  }
}

function noIndexRepo({ hub, repo }: IndexRepo, cause: HubError): VademecumError {
  return new VademecumError({
    code: "INDEX_REPO_MISSING",
    message: `there is no index repo ${repo.name} on ${hub.url}, or this token may not see it`,
    expected: "the dataset repo that INDEX_REPO_ID names",
    hint: "check INDEX_REPO_ID and HF_TOKEN (./vade doctor), or publish first, which makes it: ./vade reindex",
    cause,
  });
}

function nothingPublished(repo: string): VademecumError {
  return new VademecumError({
    code: "NOTHING_PUBLISHED",
    message: `${repo} has no revision in service yet`,
    hint: "publish one: ./vade reindex, or ./vade publish for an index that reindex --docs built",
  });
}

function formatSync({ tag, revision, dir, unchanged, documents, chunks }: SyncResult): string {
  return [
    `${unchanged ? "already in service" : "in service"}: ${tag} (revision ${revision.slice(0, 12)})`,
    `  documents  ${documents}`,
    `  chunks     ${chunks}`,
    `  folder     ${dir}`,
  ].join("\n");
}

/** `sync`: the revision in service on the Hub comes into the local store, once. */
export function syncCommand(context: CommandContext): Command {
  return new Command("sync")
    .description(
      "bring the index in service on the Hub into the local store, for ask and search without a server",
    )
    .option("--json", "print what is in service now as one JSON document")
    .addHelpText(
      "after",
      `
An interrupted download goes on where it was. INDEX_REVISION=<tag or commit> brings that revision instead. A revision
that a server refused before is tried again.`,
    )
    .action(async (options: { json?: true }) => {
      const result = await syncOnce(context);
      context.print(options.json ? JSON.stringify(result, null, 2) : formatSync(result));
    });
}
