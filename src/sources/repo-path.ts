import { VademecumError } from "../domain/errors.ts";

/** Longest name that file systems take, in bytes. */
const NAME_MAX_BYTES = 255;

/**
 * Why a path cannot be used both as a name in a repository and as a file below a folder, null where it can: it must stay
 * below the folder, on every system, and be readable in a list.
 */
export function whyUnusable(path: string): string | null {
  if (/\p{Cc}/u.test(path)) return "its name has a control character";
  if (path.includes("\\")) return "its name has a backslash, which is a folder's end on some systems";
  for (const name of path.split("/")) {
    if (name === "") return "its path has an empty part";
    if (name === "." || name === "..") return `its path has a part "${name}"`;
    if (name.toLowerCase() === ".git") return 'its path has a part ".git"';
    if (Buffer.byteLength(name) > NAME_MAX_BYTES) return `its name is longer than ${NAME_MAX_BYTES} bytes`;
  }
  return null;
}

/** A folder of a repository as it is written into paths: `""` for the top. */
export function readPathInRepo(given: string): string {
  const path = given.normalize("NFC").replace(/^(\.?\/)+|\/+$/g, "");
  if (path === "" || path === ".") return "";
  const reason = whyUnusable(path);
  if (reason === null) return path;
  throw new VademecumError({
    code: "PATH_IN_REPO_INVALID",
    message: `"${given}" cannot be a folder of the repository: ${reason}`,
    expected: "a path like docs_rag or acervo/leis, or . for the top of the repository",
    hint: "name another one by --path-in-repo",
    exitCode: 2,
  });
}

/** `""` is the top of the repository. */
export function joinRepoPath(folder: string, path: string): string {
  return folder === "" ? path : `${folder}/${path}`;
}

/** The part of a repository's path below a folder, null where it lies elsewhere. */
export function below(folder: string, path: string): string | null {
  if (folder === "") return path;
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
}

/** Order of code units, in which all machines agree. */
export function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
