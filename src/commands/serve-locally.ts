import { constants, existsSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import type { Manifest } from "../domain/manifest.ts";
import type { IndexRepo } from "../revisions/publish/index-repo.ts";
import { openStorage } from "../revisions/storage.ts";
import { claimDownloadFolder } from "../revisions/sync/download-folder.ts";
import { fetchRevision } from "../revisions/sync/fetch-revision.ts";
import type { CommandContext } from "./command-context.ts";

/**
 * Puts what is in service on the Hub into service in the local store as well. What was built on this machine is not
 * downloaded again: it is laid where the download looks for what it has already.
 * @param options.builtDir a folder with the published files
 */
export async function serveLocally(options: {
  context: CommandContext;
  place: IndexRepo;
  manifest: Manifest;
  builtDir: string;
}): Promise<void> {
  const { context, place, manifest, builtDir } = options;
  const storage = openStorage(context.config.storageDir);
  if (!existsSync(storage.revisionDir(manifest.revision))) {
    const download = claimDownloadFolder(storage.dir, manifest.revision);
    try {
      for (const name of Object.keys(manifest.files))
        await copyFile(join(builtDir, name), join(download.dir, name), constants.COPYFILE_FICLONE);
    } finally {
      download.release();
    }
  }
  await fetchRevision({ ...place, manifest, storage, log: context.log });
  storage.setCurrent(manifest.revision);
  storage.sweep();
}
