import { mkdir, readdir } from "node:fs/promises";
import { VademecumError } from "../domain/errors.ts";
import {
  digestOf,
  downloadAll,
  findMissing,
  listWanted,
  type PullOptions,
  type PullReport,
  reportOf,
} from "./bring-documents.ts";
import { readMark, writeMark } from "./pull-mark.ts";
import { removeUnwanted } from "./remove-unwanted.ts";

/**
 * Makes a folder the exact image of a revision's documents: files that are there with the right content stay, others are
 * downloaded, and everything else is removed. That is why the folder must be the program's own, which a file in it says.
 * An interrupted pull goes on where it was. Two pulls into one folder must not run at a time.
 * @throws VademecumError FOLDER_NOT_OURS, NO_DOCUMENTS, UNSAFE_PATH, NAMES_CLASH, and what Hub calls throw
 */
export async function pullDocuments(options: PullOptions): Promise<PullReport> {
  const { repo, dir, log } = options;
  const { revision, wanted } = await listWanted(options);
  await mkdir(dir, { recursive: true });
  if ((await readMark(dir))?.kind !== "cache" && (await readdir(dir)).length > 0) throw notOurs(dir);
  await writeMark(dir, { kind: "cache", repo: repo.name, revision: null, files: {} });
  const removed = await removeUnwanted(dir, new Set(wanted.map(({ path }) => path)), Date.now());
  if (removed.length > 0) log.info({ dir, files: removed.length }, "removed what is not in the repository");
  const missing = await findMissing(options, wanted);
  await downloadAll(options, revision, missing);
  const files = Object.fromEntries(wanted.map((file) => [file.path, digestOf(file)]));
  await writeMark(dir, { kind: "cache", repo: repo.name, revision, files });
  return reportOf(dir, { revision, wanted, missing, removed: removed.length });
}

function notOurs(dir: string): VademecumError {
  return new VademecumError({
    code: "FOLDER_NOT_OURS",
    message: `the folder ${dir} has files that vademecum did not bring, and would be emptied of them`,
    expected: "a new or empty folder, or one that the program keeps for itself",
    hint: "move the folder away, or name another one",
    exitCode: 2,
  });
}
