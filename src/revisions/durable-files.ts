import { closeSync, fsyncSync, openSync, renameSync, writeFileSync } from "node:fs";
import { open, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

// What is renamed must already be on the disk, and so must the rename itself before anybody is told of it: without
// the two fsyncs a power cut can leave a name that points to nothing. A busy disk takes a good part of a second for
// one, which those who ask meanwhile must not wait for: whatever can, leaves the waiting to another thread.

/** Waits until a file's or a folder's content is on the disk. */
export async function syncToDisk(path: string): Promise<void> {
  const file = await open(path, "r");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Moves a finished file or folder to its final name, at once and durably. The target must not be a full folder. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await syncToDisk(from);
  await rename(from, to);
  await syncToDisk(dirname(to));
}

const partialOf = (path: string) => `${path}.${crypto.randomUUID()}.tmp`;

/** Replaces a small file: a reader sees the old content or the new, never a part, whenever the writer dies. */
export async function replaceFile(path: string, content: string): Promise<void> {
  const partial = partialOf(path);
  await writeFile(partial, content, { flush: true });
  await rename(partial, path);
  await syncToDisk(dirname(path));
}

/** The same, done when it returns. */
export function replaceFileNow(path: string, content: string): void {
  const partial = partialOf(path);
  writeFileSync(partial, content, { flush: true });
  renameSync(partial, path);
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
