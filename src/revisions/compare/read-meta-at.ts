import { readdir, rm, stat, utimes } from "node:fs/promises";
import { join } from "node:path";
import { hashFile } from "../../documents/hash-file.ts";
import { VademecumError } from "../../domain/errors.ts";
import { ARTIFACTS_DIR, META_FILE } from "../../domain/manifest.ts";
import type { Meta } from "../../domain/meta.ts";
import { downloadFile } from "../../hub/download-file.ts";
import type { IndexRepo } from "../publish/index-repo.ts";
import { requireBuildInfo } from "../publish/read-build-info.ts";
import { readMeta } from "../read-meta.ts";
import type { Storage } from "../storage.ts";

/** How many downloaded `meta.json` are kept: those read last. */
export const KEPT_METAS = 6;

export interface ReadMetaAtOptions extends IndexRepo {
  /** The revision's commit. */
  revision: string;
  /** What it is called in messages. */
  name: string;
  /** Where a revision with the very same `meta.json` may lie already. */
  storage: Storage;
  /** Folder for what is downloaded; made where it is missing. */
  cacheDir: string;
}

/** The `meta.json` of a published revision, as `fetchMetaAt` finds it. */
export async function readMetaAt(options: ReadMetaAtOptions): Promise<Meta> {
  return readMeta(await fetchMetaAt(options));
}

/**
 * The folder that holds the `meta.json` of a published revision, checked against the hash in its `build.json`: of the local
 * store where a revision there has the same, else downloaded once and kept.
 * @throws VademecumError `BUILD_MISSING`, `BUILD_INVALID`; HubError, among them `DOWNLOAD_CORRUPT`
 */
export async function fetchMetaAt(options: ReadMetaAtOptions): Promise<string> {
  const { storage, cacheDir, repo, revision, name } = options;
  const expected = (await requireBuildInfo(options)).files[META_FILE];
  if (expected === undefined) {
    throw new VademecumError({
      code: "BUILD_INVALID",
      message: `build.json of ${name} of ${repo.name} names no ${META_FILE}`,
      hint: "choose another revision (./vade revisions)",
    });
  }
  const alike = storage.list().filter(({ files }) => files[META_FILE]?.sha256 === expected.sha256);
  const cached = join(cacheDir, expected.sha256);
  for (const dir of [...alike.map((manifest) => storage.revisionDir(manifest.revision)), cached]) {
    if (!(await hasHash(join(dir, META_FILE), expected.sha256))) continue;
    if (dir === cached) await utimes(cached, new Date(), new Date());
    return dir;
  }
  await downloadFile({
    hub: options.hub,
    repo,
    revision,
    path: `${ARTIFACTS_DIR}/${META_FILE}`,
    target: join(cached, META_FILE),
    expected,
    ...(options.signal ? { signal: options.signal } : {}),
  });
  await removeOldest(cacheDir);
  return cached;
}

async function hasHash(path: string, sha256: string): Promise<boolean> {
  return (await Bun.file(path).exists()) && (await hashFile(path)).sha256 === sha256;
}

async function removeOldest(cacheDir: string): Promise<void> {
  const names = await readdir(cacheDir);
  const entries = await Promise.all(
    names.map(async (name) => ({ name, usedMs: (await stat(join(cacheDir, name))).mtimeMs })),
  );
  entries.sort((a, b) => b.usedMs - a.usedMs);
  for (const { name } of entries.slice(KEPT_METAS))
    await rm(join(cacheDir, name), { recursive: true, force: true });
}
