import { compilePattern } from "./glob-pattern.ts";

/** Documents that can be read, and the golden questions that the gate asks of a new index. */
export const DEFAULT_INCLUDE = ["*.pdf", "*.doc", "*.docx", "*.rtf", "golden.jsonl"];
/** What systems, editors and builds leave behind. */
export const DEFAULT_EXCLUDE = [".DS_Store", "Thumbs.db", "~$*", "*.tmp", "*.log", "__pycache__"];

/** What is never a document whatever the patterns say: git's own files, and notes beside downloads. */
const NEVER = [".git", ".gitattributes", ".gitignore", ".cache/huggingface", ".vademecum-documents.json"];

/** Which files of a folder take part. Paths are relative to the folder, joined by `/`, in Unicode NFC. */
export interface PathFilter {
  /** The pattern by which a file or folder is left out, null where none does. Nothing below such a folder takes part. */
  excludedBy(path: string): string | null;
  /** Whether a file is asked for by name; `excludedBy` is asked besides. */
  isIncluded(path: string): boolean;
  /** Both in one: whether a file takes part. */
  accepts(path: string): boolean;
}

/**
 * Makes a filter of patterns as `compilePattern` reads them. One that ends in `/` means all that lies below.
 * - Upper and lower case differ, except in a file's extension: `*.pdf` takes `LEI.PDF`.
 * - `include` patterns are held against the whole path, as the Hub's own tools do.
 * - `exclude` patterns are held against the whole path and against the name of the file and of each folder above it, so
 *   that `~$*` and `__pycache__` mean what they say in folders too.
 */
export function createPathFilter(
  options: { include?: readonly string[]; exclude?: readonly string[] } = {},
): PathFilter {
  const include = compileAll(options.include ?? DEFAULT_INCLUDE);
  const exclude = compileAll([...NEVER, ...(options.exclude ?? DEFAULT_EXCLUDE)]);
  const excludedBy = (path: string) => {
    for (const place of placesOf(path)) {
      const found = exclude.find(({ matches }) => matches(place));
      if (found) return found.pattern;
    }
    return null;
  };
  const isIncluded = (path: string) => include.some(({ matches }) => matches(path));
  return { excludedBy, isIncluded, accepts: (path) => isIncluded(path) && excludedBy(path) === null };
}

/** A path, every folder on the way to it (with and without a slash at the end, for `name/` patterns), and all their names. */
function placesOf(path: string): Set<string> {
  const names = path.split("/");
  const folders = names.slice(1).map((_, index) => names.slice(0, index + 1).join("/"));
  return new Set([...folders, ...folders.map((folder) => `${folder}/`), path, ...names]);
}

function compileAll(patterns: readonly string[]): { pattern: string; matches(path: string): boolean }[] {
  return patterns.map((pattern) => {
    const whole = (pattern.endsWith("/") ? `${pattern}*` : pattern).normalize("NFC");
    const [asWritten, lowered] = [compilePattern(whole), compilePattern(lowerExtension(whole))];
    return { pattern, matches: (path) => asWritten(path) || lowered(lowerExtension(path)) };
  });
}

function lowerExtension(path: string): string {
  return path.replace(/\.[^./]*$/, (extension) => extension.toLowerCase());
}
