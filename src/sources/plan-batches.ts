import { dirname } from "node:path/posix";

/** Most files and bytes of one commit: the Hub wants small commits, and an interrupted push goes on from the last one. */
export interface BatchLimits {
  files: number;
  bytes: number;
}

export const DEFAULT_BATCH_LIMITS: BatchLimits = { files: 500, bytes: 2_000_000_000 };

/**
 * Cuts uploads into commits, in order of path: folders stay whole and are put together while they fit; only one that is
 * over the limits itself is divided. A file over the limit of bytes is a commit of its own.
 */
export function planBatches<File extends { repoPath: string; bytes: number }>(
  files: readonly File[],
  limits: BatchLimits,
): File[][] {
  const sorted = files.toSorted(
    (a, b) => compare(dirname(a.repoPath), dirname(b.repoPath)) || compare(a.repoPath, b.repoPath),
  );
  const folders = [...Map.groupBy(sorted, ({ repoPath }) => dirname(repoPath)).values()];
  const pieces = folders.flatMap((folder) => cut(folder, (file) => [file], limits));
  return cut(pieces, (piece) => piece, limits).map((batch) => batch.flat());
}

/** Cuts a list where one more item would be over the limits. */
function cut<Item, File extends { bytes: number }>(
  items: readonly Item[],
  filesOf: (item: Item) => File[],
  limits: BatchLimits,
): Item[][] {
  const groups: Item[][] = [];
  let [files, bytes] = [0, 0];
  for (const item of items) {
    const itemFiles = filesOf(item);
    const itemBytes = itemFiles.reduce((sum, file) => sum + file.bytes, 0);
    const last = groups.at(-1);
    if (last && files + itemFiles.length <= limits.files && bytes + itemBytes <= limits.bytes) {
      last.push(item);
      [files, bytes] = [files + itemFiles.length, bytes + itemBytes];
    } else {
      groups.push([item]);
      [files, bytes] = [itemFiles.length, itemBytes];
    }
  }
  return groups;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
