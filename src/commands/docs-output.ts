import type { Comparison } from "../sources/compare-folder.ts";
import type { LeftOut } from "../sources/list-local-files.ts";
import { createProgress } from "./progress.ts";

/** How many names of a kind are listed unless all are asked for. */
const SHOWN_NAMES = 20;

/** `12.3 MB`, `840 kB`, `12 B`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB", "TB"];
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  const value = bytes / 1000 ** power;
  return `${value.toFixed(value < 100 ? 1 : 0)} ${units[power - 1]}`;
}

/** `1 file`, `12 files`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Progress in megabytes, since files differ too much in size for their number to tell anything. */
export function createByteProgress(): {
  onProgress(stage: string, doneBytes: number, totalBytes: number): void;
  stop(): void;
} {
  const progress = createProgress(process.stderr);
  const megabytes = (bytes: number) => Math.round(bytes / 1e5) / 10;
  return {
    onProgress(stage, doneBytes, totalBytes) {
      // Rounded, the last bytes would seem to have come before they have.
      if (doneBytes < totalBytes && megabytes(doneBytes) >= megabytes(totalBytes)) return;
      progress.update(`${stage}, MB`, megabytes(doneBytes), megabytes(totalBytes));
    },
    stop: () => progress.stop(),
  };
}

/** A heading with its names below it; nothing where there are none. */
export function section(title: string, names: readonly string[], showAll: boolean): string[] {
  if (names.length === 0) return [];
  const shown = showAll ? names : names.slice(0, SHOWN_NAMES);
  const rest = names.length - shown.length;
  return [
    `${title}: ${names.length}`,
    ...shown.map((name) => `  ${name}`),
    ...(rest > 0 ? [`  … and ${rest} more (--all lists them)`] : []),
  ];
}

export const leftOutLines = (list: readonly LeftOut[]) =>
  list.map(({ path, reason }) => `${path}: ${reason}`);

/** A comparison for people: what differs, and what is not looked at. `goneTitle` says what becomes of surplus files. */
export function comparisonLines(
  plan: Comparison,
  options: { showAll: boolean; goneTitle: string },
): string[] {
  const { showAll, goneTitle } = options;
  const repoPaths = (list: readonly { repoPath: string }[]) => list.map(({ repoPath }) => repoPath);
  return [
    ...section("added", repoPaths(plan.add), showAll),
    ...section("changed", repoPaths(plan.change), showAll),
    ...section(
      goneTitle,
      plan.delete.map(({ path }) => path),
      showAll,
    ),
    ...section(
      "left in the repository, since the local file was left out",
      plan.kept.map(({ path }) => path),
      showAll,
    ),
    ...section("skipped", leftOutLines(plan.skipped), showAll),
    ...section("could not be read", leftOutLines(plan.unreadable), showAll),
    `unchanged: ${plan.unchanged.length}`,
  ];
}

/** A comparison for programs. */
export function comparisonAsJson(plan: Comparison): object {
  const repoPaths = (list: readonly { repoPath: string }[]) => list.map(({ repoPath }) => repoPath);
  return {
    path_in_repo: plan.pathInRepo,
    repo_exists: plan.repoExists,
    head: plan.head,
    added: repoPaths(plan.add),
    changed: repoPaths(plan.change),
    deleted: plan.delete.map(({ path }) => path),
    kept: plan.kept.map(({ path }) => path),
    unchanged: plan.unchanged.length,
    bytes: [...plan.add, ...plan.change].reduce((sum, { bytes }) => sum + bytes, 0),
    skipped: plan.skipped,
    unreadable: plan.unreadable,
  };
}
