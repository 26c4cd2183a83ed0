/** Whether a pattern of `.gitattributes` means a path: without a slash, it means a name in any folder. */
export function matchesPattern(pattern: string, path: string): boolean {
  const anchored = pattern.replace(/^\//, "");
  const glob = anchored.includes("/") || pattern.startsWith("/") ? anchored : `**/${anchored}`;
  return new Bun.Glob(glob).match(path);
}

/** A path and the folders it lies in, outermost first. */
function stepsOf(path: string): string[] {
  const names = path.split("/");
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}

/**
 * Whether a `.gitignore` leaves a path out: the last line that means it decides, `!` takes it back in, and what is left
 * out with its folder stays out.
 */
export function isIgnored(gitIgnore: string, path: string): boolean {
  const rules = gitIgnore
    .split("\n")
    .map((line) => line.replace(/\r$/, "").trimEnd())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const isNegated = line.startsWith("!");
      const pattern = isNegated ? line.slice(1) : line;
      const isFolder = pattern.endsWith("/");
      return { isNegated, isFolder, pattern: isFolder ? pattern.slice(0, -1) : pattern };
    });
  return stepsOf(path).some((step) => {
    const matching = rules.filter(
      ({ isFolder, pattern }) => (!isFolder || step !== path) && matchesPattern(pattern, step),
    );
    return matching.at(-1)?.isNegated === false;
  });
}
