import type { TreeChange } from "../store/edit-tree.ts";
import { blobId } from "../store/git-objects.ts";
import type { PendingObject } from "../store/object-files.ts";
import { isFilePath } from "../store/paths.ts";
import type { Store } from "../store/store.ts";
import { HubFault } from "./hub-fault.ts";
import { MAX_REGULAR_BYTES } from "./upload-mode.ts";

/** A path that a client wants something to stand at. */
export function requirePath(path: string): string {
  if (isFilePath(path)) return path;
  throw new HubFault(400, `"${path}" cannot be a path in a repository`);
}

/** Writes a regular file's content to the disk and makes the change that adds it. `pending` is to be kept. */
export async function stageFile(
  store: Store,
  path: string,
  content: Buffer,
): Promise<{ change: TreeChange; pending: PendingObject | null }> {
  requirePath(path);
  if (content.length > MAX_REGULAR_BYTES) {
    throw new HubFault(
      400,
      `${path} has ${content.length} bytes: above ${MAX_REGULAR_BYTES} it must be an LFS file`,
    );
  }
  const sha256 = new Bun.CryptoHasher("sha256").update(content).digest("hex");
  const isKnown = store.objects.bytes(sha256) !== null;
  const pending = isKnown ? null : await store.files.write(once(content), content.length);
  const oid = blobId(content);
  const file = { kind: "file" as const, name: "", oid, size: content.length, sha256, pointerBytes: null };
  return { change: { kind: "add", path, file }, pending };
}

/** Stages several files, or none of them. */
export async function stageFiles(
  store: Store,
  files: readonly { path: string; content: Buffer }[],
): Promise<{ changes: TreeChange[]; pending: PendingObject[] }> {
  const changes: TreeChange[] = [];
  const pending: PendingObject[] = [];
  try {
    for (const { path, content } of files) {
      const staged = await stageFile(store, path, content);
      changes.push(staged.change);
      if (staged.pending) pending.push(staged.pending);
    }
  } catch (error) {
    for (const object of pending) store.files.discard(object);
    throw error;
  }
  return { changes, pending };
}

async function* once(content: Buffer): AsyncGenerator<Uint8Array> {
  yield content;
}
