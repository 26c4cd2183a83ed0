import { lstat, readdir, rmdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { PULL_MARK_FILE } from "./pull-mark.ts";

/** Downloads in the making keep such a name beside their target; one as old as this is of nobody. */
const PARTIAL_NAME = /^\.download-.*\.part$/;
const PARTIAL_ABANDONED_AFTER_MS = 24 * 60 * 60 * 1000;

/**
 * Removes everything in the folder that is not wanted, and folders that are then empty. Links are removed, never
 * followed.
 * @param wanted paths inside the folder
 * @returns paths of the files removed
 */
export async function removeUnwanted(
  dir: string,
  wanted: ReadonlySet<string>,
  nowMs: number,
): Promise<string[]> {
  const removed: string[] = [];
  const removeFile = async (path: string) => {
    await unlink(join(dir, path));
    removed.push(path);
  };
  const clean = async (folder: string): Promise<boolean> => {
    let isEmpty = true;
    for (const entry of await readdir(join(dir, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        // A folder where a file is to be goes whole, since nothing below it can be wanted.
        if (await clean(path)) await rmdir(join(dir, path));
        else isEmpty = false;
      } else if (await stays(path, entry)) isEmpty = false;
      else await removeFile(path);
    }
    return isEmpty;
  };
  const stays = async (path: string, entry: { name: string; isFile(): boolean }) => {
    if (path === PULL_MARK_FILE) return true;
    if (wanted.has(path) && entry.isFile()) return true;
    if (!PARTIAL_NAME.test(entry.name)) return false;
    return nowMs - (await lstat(join(dir, path))).mtimeMs < PARTIAL_ABANDONED_AFTER_MS;
  };
  await clean("");
  return removed.sort();
}
