interface Rule {
  glob: Bun.Glob;
  isKept: boolean;
}

/**
 * Reads a `.dockerignore`.
 * @returns whether a path of the context (`/` between its parts, none at its start) goes to the builder: the last rule
 *   that matches it or a folder above it decides
 */
export function readDockerignore(text: string): (path: string) => boolean {
  const rules = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(readRule);
  return (path) => {
    const parts = path.split("/");
    const withFolders = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
    const last = rules.findLast(({ glob }) => withFolders.some((each) => glob.match(each)));
    return last?.isKept ?? true;
  };
}

function readRule(line: string): Rule {
  const isKept = line.startsWith("!");
  const pattern = (isKept ? line.slice(1) : line).replace(/^\/|\/$/g, "");
  // Bun's globs know more than an engine's patterns.
  if (/[{}[\]\\!]/.test(pattern)) throw new Error(`.dockerignore: ${line} is not known here`);
  return { glob: new Bun.Glob(pattern), isKept };
}
