/** Longest path of a file, in characters. */
const MAX_PATH_CHARS = 1000;

/** Whether a path can stand in a repository: relative, without empty or dotted steps, nothing of git's own. */
export function isFilePath(path: string): boolean {
  const names = path.split("/");
  return (
    path.length <= MAX_PATH_CHARS &&
    path.isWellFormed() && // half a character has no bytes of its own
    !/\p{Cc}/u.test(path) &&
    names.every((name) => name !== "" && name !== "." && name !== ".." && name.toLowerCase() !== ".git")
  );
}

/** Whether the Hub would take this for a repository's name, without its owner. */
export function isRepoName(name: string): boolean {
  return /^[\w.-]{1,96}$/.test(name) && !/^[.-]|[.-]$|--|\.\.|\.git$/.test(name);
}
