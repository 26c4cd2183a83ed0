import { lstat, mkdir, readdir, unlink } from "node:fs/promises";
import { join } from "node:path";
import { VademecumError } from "../domain/errors.ts";
import {
  digestOf,
  downloadAll,
  findMissing,
  hasContent,
  isNothing,
  listWanted,
  type PullOptions,
  type PullReport,
  reportOf,
} from "./bring-documents.ts";
import type { WantedFile } from "./plan-pull.ts";
import { type PullMark, readMark, writeMark } from "./pull-mark.ts";
import { whyUnusable } from "./repo-path.ts";

/** How many names an error lists. */
const SHOWN_NAMES = 20;

/**
 * Brings the documents of a revision into a folder of a user's. What the user changed or added since the last pull is
 * never lost unasked: files of one's own stay, and one that is neither what was brought nor what is to come stops the
 * pull before anything is written, unless `force` says to replace it. Files that were brought, and are gone from the
 * repository, are removed where they are still what was brought. An interrupted pull goes on where it was.
 * @throws VademecumError FOLDER_NOT_OURS, LOCAL_CHANGES (exit code 2), and what `pullDocuments` throws
 */
export async function pullIntoFolder(options: PullOptions & { force?: boolean }): Promise<PullReport> {
  const { repo, dir, force = false, signal } = options;
  const { revision, wanted } = await listWanted(options);
  await mkdir(dir, { recursive: true });
  const mark = await readMark(dir);
  if (!force && mark === null && (await readdir(dir)).length > 0) throw notOurs(dir);
  const missing = await findMissing(options, wanted);
  if (!force) await requireUnchanged({ dir, missing, mark, ...(signal ? { signal } : {}) });
  const brought = mark?.files ?? {};
  await writeMark(dir, { kind: "folder", repo: repo.name, revision: null, files: brought });
  const removed = await removeGone({ dir, wanted, brought, ...(signal ? { signal } : {}) });
  await downloadAll(options, revision, missing);
  const files = Object.fromEntries(wanted.map((file) => [file.path, digestOf(file)]));
  await writeMark(dir, { kind: "folder", repo: repo.name, revision, files });
  return reportOf(dir, { revision, wanted, missing, removed });
}

/** No file that is to be replaced may be one that a user changed. */
async function requireUnchanged(options: {
  dir: string;
  missing: readonly WantedFile[];
  mark: PullMark | null;
  signal?: AbortSignal;
}): Promise<void> {
  const { dir, missing, mark, signal } = options;
  const changed: string[] = [];
  for (const { path } of missing) {
    const location = join(dir, path);
    const brought = mark?.files[path];
    const isUntouched =
      !(await isThere(location)) || (brought !== undefined && (await hasContent(location, brought, signal)));
    if (!isUntouched) changed.push(path);
  }
  if (changed.length === 0) return;
  const more = changed.length > SHOWN_NAMES ? `, and ${changed.length - SHOWN_NAMES} more` : "";
  throw new VademecumError({
    code: "LOCAL_CHANGES",
    message: `files in ${dir} were changed since they were brought: ${changed.slice(0, SHOWN_NAMES).join(", ")}${more}`,
    expected: "files as the last pull brought them",
    hint: "push them first (./vade docs push), or move them away; --force replaces them by the repository's",
    exitCode: 2,
  });
}

async function removeGone(options: {
  dir: string;
  wanted: readonly WantedFile[];
  brought: PullMark["files"];
  signal?: AbortSignal;
}): Promise<number> {
  const { dir, wanted, brought, signal } = options;
  const stays = new Set(wanted.map(({ path }) => path));
  let removed = 0;
  for (const [path, digest] of Object.entries(brought)) {
    if (stays.has(path) || whyUnusable(path) !== null) continue;
    if (!(await hasContent(join(dir, path), digest, signal))) continue;
    await unlink(join(dir, path));
    removed++;
  }
  return removed;
}

async function isThere(location: string): Promise<boolean> {
  try {
    await lstat(location);
    return true;
  } catch (error) {
    if (isNothing(error)) return false;
    throw error;
  }
}

function notOurs(dir: string): VademecumError {
  return new VademecumError({
    code: "FOLDER_NOT_OURS",
    message: `the folder ${dir} has files that vademecum did not bring`,
    expected: "a new or empty folder, or one that an earlier pull made",
    hint: "name another folder; --force brings the documents into this one, replacing files of the same names",
    exitCode: 2,
  });
}
