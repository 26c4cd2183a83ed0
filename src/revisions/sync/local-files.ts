import { copyFile, link, rm } from "node:fs/promises";
import { join } from "node:path";
import { hashFile } from "../../documents/hash-file.ts";
import { VademecumError } from "../../domain/errors.ts";
import type { Log } from "../../domain/log.ts";
import type { Storage } from "../storage.ts";

/** What a file must be. */
export interface ExpectedFile {
  sha256: string;
  bytes: number;
}

/** Whether a file is there and is the expected one, byte for byte. */
export async function isFile(path: string, expected: ExpectedFile): Promise<boolean> {
  const file = Bun.file(path);
  if (!(await file.exists()) || file.size !== expected.bytes) return false;
  return (await hashFile(path)).sha256 === expected.sha256;
}

/**
 * Brings a file from a revision of the local store that has the same, under whatever name; false where none has. On the
 * same file system the two share their bytes: a file of a revision is never written to, only replaced by another.
 */
export async function takeLocalFile(options: {
  storage: Storage;
  expected: ExpectedFile;
  target: string;
  log: Log;
}): Promise<boolean> {
  const { expected, target } = options;
  for (const path of sameFiles(options)) {
    await rm(target, { force: true });
    if (!(await Bun.file(path).exists())) continue;
    await link(path, target).catch(() => copyFile(path, target)); // not every file system has links
    if (await isFile(target, expected)) return true;
    options.log.warn({ path }, "a local file is not what its manifest says; it is not reused");
  }
  await rm(target, { force: true });
  return false;
}

function sameFiles(options: { storage: Storage; expected: ExpectedFile; log: Log }): string[] {
  const { storage, expected, log } = options;
  try {
    return storage.list().flatMap(({ revision, files }) =>
      Object.entries(files)
        .filter(([, { sha256 }]) => sha256 === expected.sha256)
        .map(([name]) => join(storage.revisionDir(revision), name)),
    );
  } catch (error) {
    if (!(error instanceof VademecumError)) throw error;
    log.warn({ code: error.code, reason: error.message }, "no local file is reused");
    return [];
  }
}
