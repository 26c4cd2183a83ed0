import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

/** Waits until a folder's names are on the disk. */
export function syncFolder(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function writePartial(path: string, content: string, mode: number): string {
  const partial = `${path}.${crypto.randomUUID()}.tmp`;
  writeFileSync(partial, content, { flush: true, mode });
  return partial;
}

/** Replaces a small file at once. */
export function replaceSmallFile(path: string, content: string): void {
  renameSync(writePartial(path, content, 0o600), path);
  syncFolder(dirname(path));
}

/** The content of a small file that is made once and never changes, whoever of several processes makes it. */
export function readOrMakeFile(path: string, make: () => string): string {
  if (existsSync(path)) return readFileSync(path, "utf8");
  const partial = writePartial(path, make(), 0o600);
  try {
    linkSync(partial, path); // unlike a rename, this leaves a file that is there
    syncFolder(dirname(path));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
  } finally {
    rmSync(partial, { force: true });
  }
  return readFileSync(path, "utf8");
}
