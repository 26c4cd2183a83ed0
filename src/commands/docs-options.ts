import type { Command } from "commander";
import {
  createPathFilter,
  DEFAULT_EXCLUDE,
  DEFAULT_INCLUDE,
  type PathFilter,
} from "../sources/path-filter.ts";

/** What is said of the files that take part. */
export interface FilterOptions {
  include?: string[];
  exclude?: string[];
  pathInRepo?: string;
}

export const PATTERNS_HELP = `
Patterns are those of the Hub's own tools: * is any run of characters, / among them, ? is one character, [a-z] one of a
set; a pattern that ends in / means all that lies below. Case counts, but not in a file's extension. Include patterns are
held against the path inside the folder; exclude patterns also against the name of the file and of each folder above it.
  include by default: ${DEFAULT_INCLUDE.join("  ")}
  exclude by default: ${DEFAULT_EXCLUDE.join("  ")}`;

const collect = (pattern: string, before: string[] | undefined) => [...(before ?? []), pattern];

/** Adds the options by which files are chosen. */
export function withFilterOptions(command: Command): Command {
  return command
    .option("--include <pattern>", "take files that match, instead of the default; can be repeated", collect)
    .option("--exclude <pattern>", "leave out what matches, instead of the default; can be repeated", collect)
    .option(
      "--path-in-repo <path>",
      "folder of the repository, . for its top (default: the folder's own name)",
    );
}

/** The filter that the options mean. */
export function filterOf({ include, exclude }: FilterOptions): PathFilter {
  return createPathFilter({ ...(include ? { include } : {}), ...(exclude ? { exclude } : {}) });
}
