import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { rename } from "node:fs/promises";
import { dirname } from "node:path";

// What is renamed must already be on the disk, and so must the rename itself before anybody is told of it: without
// the two fsyncs a power cut can leave a name that points to nothing.

/** Waits until a file's or a folder's content is on the disk. */
export function syncToDisk(path: string): void {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Moves a finished file or folder to its final name, at once and durably. The target must not be a full folder. */
export async function renameDurably(from: string, to: string): Promise<void> {
  syncToDisk(from);
  await rename(from, to);
  syncToDisk(dirname(to));
}

/** Replaces a small file: a reader sees the old content or the new, never a part, whenever the writer dies. */
export function replaceFile(path: string, content: string): void {
  const partial = `${path}.${crypto.randomUUID()}.tmp`;
  writeFileSync(partial, content, { flush: true });
  renameSync(partial, path);
  syncToDisk(dirname(path));
}
